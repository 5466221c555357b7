package io.crossfade.server.alerts;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// How a channel is doing.
public final class Health {
  private final String name;
  private final InstantSource clock;
  private long sent;
  private long refused;
  private int failures;
  private @Nullable String why;
  private @Nullable Instant since;

  /// @param sent messages that arrived since this process began
  /// @param refused those that the other end will never take; they are told no more
  /// @param failures in a row; 0 where the last one arrived
  /// @param why the last one did not arrive; null where it did
  /// @param since when none arrives; null where they do
  public record View(
      String channel,
      long sent,
      long refused,
      int failures,
      @Nullable String why,
      @Nullable Instant since) {}

  Health(String name, InstantSource clock) {
    this.name = name;
    this.clock = clock;
  }

  synchronized void arrived() {
    sent++;
    reached();
  }

  synchronized void reached() {
    failures = 0;
    why = null;
    since = null;
  }

  synchronized void refused(String because) {
    refused++;
    why = because;
  }

  /// @return how often in a row, with this one
  synchronized int failed(String because) {
    failures++;
    why = because;
    since = since == null ? clock.instant() : since;
    return failures;
  }

  synchronized View view() {
    return new View(name, sent, refused, failures, why, since);
  }
}
