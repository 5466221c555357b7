package io.crossfade.client;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts the waits at holds. */
public final class HoldCount implements HoldListener {
  private final LongAdder count = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

  @Override
  public void waited(long nanos, boolean released) {
    count.increment();
    longest.accumulate(nanos);
    if (!released) {
      failed.increment();
    }
  }

  /** Transactions that waited. */
  public long count() {
    return count.sum();
  }

  /** Those of them that failed because no new route came in time. */
  public long failed() {
    return failed.sum();
  }

  public long maxNanos() {
    return longest.get();
  }
}
