package io.crossfade.server;

import io.crossfade.engine.access.Role;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.access.Principal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Lets in who may ask, before anything else looks at the request.
public final class Gatekeeper implements Routes {
  private static final String PREFIX = "Bearer ";
  private static final String STILL_IN = "still in";
  private static final String LET_IN = "let in";

  private final Access access;

  /// @param isCookie whether a browser has sent it by itself, perhaps for the page of somebody else
  private record Given(String token, boolean isCookie) {}

  Gatekeeper(Access access) {
    this.access = access;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.beforeMatched(this::check);
  }

  /// Who asks; empty where nobody has to say.
  public static Optional<Principal> principal(Context request) {
    return Optional.ofNullable(request.attribute(Principal.class.getName()));
  }

  /// Whether a token has opened what is asked for.
  static boolean hasLetIn(Context request) {
    return Boolean.TRUE.equals(request.attribute(LET_IN));
  }

  /// Whether whoever was let in would be let in now; for answers that take long. May be asked after
  /// the request itself is gone.
  public static BooleanSupplier stillIn(Context request) {
    BooleanSupplier still = request.attribute(STILL_IN);
    return still == null ? () -> true : still;
  }

  private void check(Context request) {
    Needs needs = Needs.of(request);
    if (needs == Needs.NOTHING) {
      return;
    }
    Optional<Given> given = given(request);
    if (needs == Needs.ROUTE && given.filter(g -> access.isOfRouters(g.token())).isPresent()) {
      request.attribute(LET_IN, true);
      return;
    }
    Optional<Principal> principal = given.flatMap(g -> access.principal(g.token()));
    if (principal.isEmpty()) {
      refuse(request);
      return;
    }
    if (given.get().isCookie() && !Needs.isLooking(request)) {
      SamePage.require(request);
    }
    require(needs, principal.get());
    request.attribute(LET_IN, true);
    request.attribute(Principal.class.getName(), principal.get());
    String token = given.get().token();
    BooleanSupplier still =
        () -> access.principal(token).filter(p -> needs.isMetBy(p.roles())).isPresent();
    request.attribute(STILL_IN, still);
  }

  /// Who types an address into a browser is asked to log in.
  private static void refuse(Context request) {
    String accepted = request.header("Accept");
    if (Needs.isLooking(request)
        && request.header("HX-Request") == null
        && accepted != null
        && accepted.contains("text/html")
        && !accepted.contains("text/event-stream")) {
      request.redirect(SessionRoutes.LOGIN, HttpStatus.SEE_OTHER);
      request.skipRemainingHandlers();
      return;
    }
    request.header("WWW-Authenticate", "Bearer");
    throw new CrossfadeException(
        ErrorCode.NOT_AUTHENTICATED,
        "this needs a token that is valid: `Authorization: Bearer TOKEN`. On the machine of the process one lies in its state directory, readable for its owner only; for everybody else `crossfade account create` makes one.");
  }

  private static void require(Needs needs, Principal principal) {
    if (!needs.isMetBy(principal.roles())) {
      throw new CrossfadeException(
          ErrorCode.NOT_PERMITTED,
          "this needs the role %s; %s has %s. Ask somebody who has it, or an admin for an account with it."
              .formatted(needs.text(), principal.name(), Role.text(principal.roles())),
          Map.of("needs", needs.name()));
    }
  }

  private static Optional<Given> given(Context request) {
    @Nullable String header = request.header("Authorization");
    if (header != null) {
      return header.startsWith(PREFIX)
          ? Optional.of(new Given(header.substring(PREFIX.length()), false))
          : Optional.empty();
    }
    return Optional.ofNullable(request.cookie(SessionRoutes.COOKIE))
        .map(token -> new Given(token, true));
  }
}
