package io.crossfade.server.access;

import io.crossfade.engine.access.Role;
import io.crossfade.model.Secret;
import io.crossfade.model.Sha256;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who asks, as far as a token tells.
///
/// @param name empty where the token does not tell it
/// @param account what a session of this one stands behind
/// @param ends when the token opens nothing any more; null where it does not end by itself
public record Principal(String name, Set<Role> roles, String account, @Nullable Instant ends) {
  private static final String OWNER = "owner";
  private static final int TOLD = 12;

  public Principal {
    roles = Set.copyOf(roles);
  }

  /// Whoever can read the files of the process. He may do everything, and is who he says he is.
  ///
  /// @param token by which his sessions are told from those of another process, or of one before
  public static Principal owner(Secret token) {
    return new Principal(
        "",
        EnumSet.allOf(Role.class),
        OWNER + "-" + Sha256.hex(token.reveal()).substring(0, TOLD),
        null);
  }

  /// The same, where something else says how long it lasts.
  public Principal withoutEnd() {
    return new Principal(name, roles, account, null);
  }

  /// Whether somebody else has said who this is. The bare word stands behind sessions that a former
  /// version has made: their owner is of another process.
  public boolean isProven() {
    return !account.equals(OWNER) && !account.startsWith(OWNER + "-");
  }
}
