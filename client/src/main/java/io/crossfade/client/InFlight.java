package io.crossfade.client;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts transactions in flight, striped so that threads do not fight over one cache line.
 *
 * <p>Not a {@code LongAdder}: its increments are ordered too weakly for "count, then look whether
 * the epoch is still the current one" against "change the epoch, then look whether anybody is
 * counted". A transaction leaves by the stripe it entered by, so that no stripe is ever negative
 * and a sum of zero means zero in each.
 */
class InFlight {
  private static final int CACHE_LINE = 16;
  private static final int STRIPES =
      Integer.highestOneBit(Math.max(2, Runtime.getRuntime().availableProcessors())) * 2;

  private final AtomicLongArray counts = new AtomicLongArray((STRIPES + 1) * CACHE_LINE);

  /** Counts one transaction; returns the stripe to leave by. */
  int enter() {
    long thread = Thread.currentThread().getId();
    int stripe = ((int) (thread ^ (thread >>> 16)) & (STRIPES - 1)) + 1;
    counts.getAndIncrement(stripe * CACHE_LINE);
    return stripe;
  }

  void leave(int stripe) {
    counts.getAndDecrement(stripe * CACHE_LINE);
  }

  long sum() {
    long sum = 0;
    for (int stripe = 1; stripe <= STRIPES; stripe++) {
      sum += counts.get(stripe * CACHE_LINE);
    }
    return sum;
  }
}
