package io.crossfade.engine;

/// Somebody wants the migration to put no load on the databases for a while.
///
/// @param by who, as `user@host`
/// @param since the time at which it began, as ISO 8601 in UTC
/// @param reason empty where none was given
public record Pause(String by, String since, String reason) {
  @Override
  public String toString() {
    return "since %s by %s%s".formatted(since, by, reason.isEmpty() ? "" : ": " + reason);
  }
}
