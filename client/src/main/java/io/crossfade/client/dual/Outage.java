package io.crossfade.client.dual;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * A side that does not answer is left alone for a while, or each mirror would wait for it anew:
 * until it answers again everything is left to the ledger.
 */
final class Outage {
  private final BackOff backOff;
  private final LongSupplier nanos;
  private final DoubleSupplier random;
  private final AtomicInteger failures = new AtomicInteger();
  private volatile long until;

  Outage(BackOff backOff, LongSupplier nanos, DoubleSupplier random) {
    this.backOff = backOff;
    this.nanos = nanos;
    this.random = random;
  }

  /** Whether it failed, and it is too early to ask again. */
  boolean lasts() {
    return failures.get() > 0 && nanos.getAsLong() - until < 0;
  }

  /** Whether the last that was heard is that it does not answer. */
  boolean known() {
    return failures.get() > 0;
  }

  /** Of those who failed at the same time only the first makes the rest longer. */
  synchronized void failed() {
    if (lasts()) {
      return;
    }
    int attempts = failures.incrementAndGet();
    until = nanos.getAsLong() + backOff.pause(attempts, random.getAsDouble()).toNanos();
  }

  void ended() {
    if (failures.get() > 0) {
      failures.set(0);
    }
  }
}
