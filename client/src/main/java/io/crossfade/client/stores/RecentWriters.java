package io.crossfade.client.stores;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who has written on one side a short time ago. Bounded: of the keys that fell out only the newest
 * write is kept, and it stands for every key that is unknown here.
 */
final class RecentWriters {
  private final long nanos;
  private final int limit;
  private final LongSupplier clock;

  /** When, in the order of the writes. */
  private final Map<String, Long> byKey = new LinkedHashMap<>();

  private long fallenOut;
  private boolean anyFellOut;

  RecentWriters(Duration atMost, int limit, LongSupplier clock) {
    this.nanos = atMost.toNanos();
    this.limit = limit;
    this.clock = clock;
  }

  /** To be called once a write has ended. */
  synchronized void wrote(String key) {
    long now = clock.getAsLong();
    byKey.remove(key);
    byKey.put(key, now);
    Iterator<Map.Entry<String, Long>> oldest = byKey.entrySet().iterator();
    Map.Entry<String, Long> first = oldest.next();
    if (now - first.getValue() >= nanos) {
      oldest.remove();
    } else if (byKey.size() > limit) {
      fallenOut = first.getValue();
      anyFellOut = true;
      oldest.remove();
    }
  }

  /** Whether a reader under this key has to see what it wrote. */
  synchronized boolean has(String key) {
    Long at = byKey.get(key);
    if (at != null) {
      return clock.getAsLong() - at < nanos;
    }
    return anyFellOut && clock.getAsLong() - fallenOut < nanos;
  }
}
