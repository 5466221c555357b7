package io.crossfade.client;

import io.crossfade.model.Side;
import java.util.concurrent.atomic.LongAdder;

/** Counts why work went where: one counter for each side and reason, and no object for any. */
public final class DecisionCounts {
  private static final Decision[] REASONS = Decision.values();

  private final LongAdder[] counts = new LongAdder[Side.values().length * REASONS.length];

  DecisionCounts() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  public void count(Side side, Decision why) {
    counts[index(side, why)].increment();
  }

  /** How often since the router began. */
  public long of(Side side, Decision why) {
    return counts[index(side, why)].sum();
  }

  private static int index(Side side, Decision why) {
    return side.ordinal() * REASONS.length + why.ordinal();
  }
}
