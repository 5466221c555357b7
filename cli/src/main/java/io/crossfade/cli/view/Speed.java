package io.crossfade.cli.view;

import java.util.function.LongSupplier;

/// How fast a count grows, over the last seconds.
final class Speed {
  private static final long WINDOW = 2_000_000_000L;

  private final LongSupplier nanoTime;
  private long begun;
  private long countThen = -1;
  private long perSecond;

  Speed(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// Per second; 0 until there is something to tell it from, and where another process counts anew.
  long of(long count) {
    long now = nanoTime.getAsLong();
    if (countThen < 0 || count < countThen) {
      begin(count, now);
      perSecond = 0;
    } else if (now - begun >= WINDOW) {
      perSecond = Math.round((count - countThen) * 1e9 / (now - begun));
      begin(count, now);
    }
    return perSecond;
  }

  private void begin(long count, long now) {
    begun = now;
    countThen = count;
  }
}
