package io.crossfade.engine.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody, or a program, that may ask. Several accounts of one name are the same person.
///
/// @param id for people to name it by; no secret
/// @param givenBy who has made it
/// @param ends null where it does not end by itself
/// @param revoked null while it was not taken back
/// @param behind of a session in a browser: the account that has opened it, or a word for what has
///   where that is none; null of an account
public record Account(
    String id,
    String name,
    Set<Role> roles,
    String givenBy,
    Instant at,
    @Nullable Instant ends,
    @Nullable Instant revoked,
    @Nullable String behind) {
  public Account {
    roles = Set.copyOf(roles);
  }

  /// Whether its token opens anything then.
  public boolean isOpenAt(Instant when) {
    return revoked == null && (ends == null || when.isBefore(ends));
  }
}
