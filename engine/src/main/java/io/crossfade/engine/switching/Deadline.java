package io.crossfade.engine.switching;

import java.time.Duration;
import java.util.function.LongSupplier;

/// The moment at which a switch must have been decided.
final class Deadline {
  private final LongSupplier nanoTime;
  private final long at;

  Deadline(Duration within, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.at = nanoTime.getAsLong() + within.toNanos();
  }

  /// What is left; zero when it has passed.
  Duration left() {
    return Duration.ofNanos(Math.max(0, at - nanoTime.getAsLong()));
  }

  boolean hasPassed() {
    return left().isZero();
  }
}
