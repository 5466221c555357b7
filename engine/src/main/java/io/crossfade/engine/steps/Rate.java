package io.crossfade.engine.steps;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/// How many of something happened per second lately. Thread-safe.
final class Rate {
  private static final long WINDOW = Duration.ofSeconds(5).toNanos();

  private final LongSupplier nanoTime;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final long begun;
  private long inWindow;

  private record Sample(long at, long count) {}

  Rate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
  }

  synchronized void add(long count) {
    samples.add(new Sample(nanoTime.getAsLong(), count));
    inWindow += count;
  }

  synchronized double perSecond() {
    long now = nanoTime.getAsLong();
    while (!samples.isEmpty() && samples.getFirst().at() < now - WINDOW) {
      inWindow -= samples.removeFirst().count();
    }
    long span = Math.min(WINDOW, Math.max(1, now - begun));
    return inWindow * 1e9 / span;
  }
}
