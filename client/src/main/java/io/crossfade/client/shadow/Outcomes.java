package io.crossfade.client.shadow;

import java.util.concurrent.atomic.LongAdder;

/** Counts how comparisons end. */
public final class Outcomes {
  private final LongAdder[] counts = new LongAdder[Outcome.values().length];

  Outcomes() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void count(Outcome outcome) {
    counts[outcome.ordinal()].increment();
  }

  public long of(Outcome outcome) {
    return counts[outcome.ordinal()].sum();
  }

  public long all() {
    long all = 0;
    for (LongAdder count : counts) {
      all += count.sum();
    }
    return all;
  }
}
