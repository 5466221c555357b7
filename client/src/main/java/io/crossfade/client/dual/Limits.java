package io.crossfade.client.dual;

import java.time.Duration;

/**
 * The bounds of a ledger in memory.
 *
 * @param mostItems how many items it holds
 * @param inDoubt for how long a store may still carry out a write whose answer did not come
 */
record Limits(int mostItems, Duration inDoubt) {
  static final Limits DEFAULT = new Limits(1_000_000, Duration.ofMinutes(2));
}
