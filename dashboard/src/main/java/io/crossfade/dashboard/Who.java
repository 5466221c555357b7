package io.crossfade.dashboard;

import io.crossfade.engine.access.Role;
import io.crossfade.server.Gatekeeper;
import io.crossfade.server.access.Principal;
import io.javalin.http.Context;

/// Who looks at a page.
///
/// @param name empty where nobody has to say
/// @param mayAct whether buttons are for him
/// @param mayApprove whether those are that approve what others ask for
/// @param isSession whether he has logged in here, and can log out
public record Who(String name, boolean mayAct, boolean mayApprove, boolean isSession) {
  private static final Who NOBODY = new Who("", false, false, false);

  static Who of(Context request) {
    return Gatekeeper.principal(request).map(principal -> of(request, principal)).orElse(NOBODY);
  }

  private static Who of(Context request, Principal principal) {
    return new Who(
        principal.isProven() ? principal.name() : "owner",
        principal.roles().contains(Role.OPERATOR),
        principal.isProven() && principal.roles().contains(Role.APPROVER),
        request.header("Authorization") == null);
  }

  /// For the page's script.
  public String may() {
    return (mayAct ? "act " : "") + (mayApprove ? "approve " : "") + "look";
  }
}
