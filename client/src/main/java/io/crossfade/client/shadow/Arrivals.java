package io.crossfade.client.shadow;

import io.crossfade.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Knows when the side that follows has what the written side had: until then a difference is lag.
 */
@FunctionalInterface
public interface Arrivals {
  /** Nothing follows: both read the same store, so that a difference counts as soon as it stays. */
  Arrivals AT_ONCE = (written, key) -> () -> true;

  /**
   * Awaits what the written side has of this key now.
   *
   * @return null if nobody can say whether it arrives
   */
  @Nullable Arrival expect(Side written, String key) throws Exception;

  /** Asked again and again, so it answers soon. */
  @FunctionalInterface
  interface Arrival {
    boolean isThere() throws Exception;
  }
}
