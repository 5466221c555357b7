package io.crossfade.server.access;

import io.crossfade.engine.access.Role;
import java.util.EnumSet;
import java.util.Set;

/// Who asks, as far as a token tells.
///
/// @param name empty where the token does not tell it
/// @param account what a session of this one stands behind
public record Principal(String name, Set<Role> roles, String account) {
  private static final String OWNER = "owner";

  public Principal {
    roles = Set.copyOf(roles);
  }

  /// Whoever can read the files of the process. He may do everything, and is who he says he is.
  public static Principal owner() {
    return new Principal("", EnumSet.allOf(Role.class), OWNER);
  }

  /// Whether somebody else has said who this is.
  public boolean isProven() {
    return !account.equals(OWNER);
  }
}
