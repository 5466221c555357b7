package io.crossfade.client;

import java.util.concurrent.atomic.LongAdder;

/** Counts how the transactions of an application end. */
final class TransactionCounts {
  /**
   * What was counted since the router began.
   *
   * @param ended all that ended, or could not begin
   * @param failed those among them in which something failed
   * @param busyNanos how long they took together
   */
  record Counted(long ended, long failed, long busyNanos) {
    static final Counted NONE = new Counted(0, 0, 0);
  }

  private final LongAdder ended = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder busyNanos = new LongAdder();

  void ended(long nanos, boolean hasFailed) {
    ended.increment();
    busyNanos.add(nanos);
    if (hasFailed) {
      failed.increment();
    }
  }

  Counted now() {
    return new Counted(ended.sum(), failed.sum(), busyNanos.sum());
  }
}
