package io.crossfade.demo.load;

import io.crossfade.model.Side;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A side that could not be reached a moment ago, and is left alone for another one.
final class LostSide {
  private static final long REST = Duration.ofSeconds(1).toNanos();

  private final Map<Side, Long> lostAt = new ConcurrentHashMap<>();

  void now(Side side) {
    lostAt.put(side, System.nanoTime());
  }

  boolean is(Side side) {
    Long at = lostAt.get(side);
    return at != null && System.nanoTime() - at < REST;
  }
}
