package io.crossfade.client.shadow;

import java.time.Duration;

/**
 * How much candidates may take of an application.
 *
 * @param atOnce how many are asked at once at most, each on a thread
 * @param queued how many may wait for that, each with the primary's answer in memory; more are
 *     skipped
 * @param suspects how many may be looked at again at once; more are skipped
 * @param timeout after which a candidate is interrupted
 */
public record ShadowLimits(
    int atOnce, int queued, int suspects, Duration timeout, Settling settling) {
  public static final ShadowLimits USUAL =
      new ShadowLimits(4, 64, 64, Duration.ofSeconds(2), Settling.USUAL);

  public ShadowLimits {
    if (atOnce < 1 || queued < 1 || suspects < 1) {
      throw new IllegalArgumentException("there is room for one at least");
    }
  }
}
