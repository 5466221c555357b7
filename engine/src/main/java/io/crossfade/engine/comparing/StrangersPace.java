package io.crossfade.engine.comparing;

import java.time.Duration;

/// When it is looked at what strangers have written. Who writes again and again what is fenced is
/// told of less often; but within seconds whatever was written before.
final class StrangersPace {
  private static final Duration AT_MOST = Duration.ofSeconds(3);

  private final Duration turn;
  private Duration pause = Duration.ZERO;
  private long lookedAt;

  /// @param turn how often it is asked at all
  StrangersPace(Duration turn) {
    this.turn = turn;
  }

  boolean isDue(long now) {
    return pause.isZero() || now - lookedAt >= pause.toNanos();
  }

  void nothingWasWritten() {
    pause = Duration.ZERO;
  }

  void looked(long now) {
    lookedAt = now;
    Duration longer = pause.multipliedBy(2).plus(turn);
    pause = longer.compareTo(AT_MOST) > 0 ? AT_MOST : longer;
  }
}
