package io.crossfade.server;

import io.crossfade.engine.access.Role;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.Locale;
import java.util.Set;

/// What a request needs to be let in. A route that says nothing needs any role but the router's for
/// looking, and an operator's for everything else.
public enum Needs implements RouteRole {
  /// Open to everybody.
  NOTHING,
  /// What an application says of itself counts in a switch, so that nobody else may say it.
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

  /// The role, as people write it.
  String text() {
    return this == ROUTE ? Role.ROUTER.spelled() : name().toLowerCase(Locale.ROOT);
  }

  boolean isMetBy(Set<Role> roles) {
    return switch (this) {
      case NOTHING -> true;
      case ROUTE -> roles.contains(Role.ROUTER);
      case VIEWER -> roles.stream().anyMatch(role -> role != Role.ROUTER);
      case OPERATOR -> roles.contains(Role.OPERATOR);
      case APPROVER -> roles.contains(Role.APPROVER);
      case ADMIN -> roles.contains(Role.ADMIN);
    };
  }
}
