package io.crossfade.server;

import io.crossfade.engine.access.Role;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.Set;

/// What a request needs to be let in. A route that says nothing needs any role for looking, and an
/// operator's for everything else.
public enum Needs implements RouteRole {
  /// Open to everybody.
  NOTHING,
  /// The token of routers will do.
  ROUTE,
  VIEWER,
  OPERATOR,
  APPROVER,
  ADMIN;

  private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");

  static Needs of(Context request) {
    return request.routeRoles().stream()
        .map(Needs.class::cast)
        .findFirst()
        .orElse(isLooking(request) ? VIEWER : OPERATOR);
  }

  static boolean isLooking(Context request) {
    return LOOKING.contains(request.method().name());
  }

  boolean isMetBy(Set<Role> roles) {
    return switch (this) {
      case NOTHING -> true;
      case ROUTE, VIEWER -> !roles.isEmpty();
      case OPERATOR -> roles.contains(Role.OPERATOR);
      case APPROVER -> roles.contains(Role.APPROVER);
      case ADMIN -> roles.contains(Role.ADMIN);
    };
  }
}
