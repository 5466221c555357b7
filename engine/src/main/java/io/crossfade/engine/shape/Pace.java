package io.crossfade.engine.shape;

import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// How often a database is asked the same again.
///
/// @param rest after a look, so many times as long as it took: one with very many tables is asked
///   more rarely
record Pace(Duration every, int rest) {

  /// Looks again and again until it is told enough, or its thread is interrupted.
  ///
  /// @param look whether to go on
  void keep(Timing timing, BooleanSupplier look) {
    while (!Thread.currentThread().isInterrupted()) {
      long began = timing.nanoTime();
      if (!look.getAsBoolean()) {
        return;
      }
      long pause = Math.max(every.toNanos(), rest * (timing.nanoTime() - began));
      try {
        timing.pause(Duration.ofNanos(pause));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
