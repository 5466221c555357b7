package io.crossfade.client.dual;

import java.time.Duration;

/**
 * When what failed is tried again: each time after twice the pause, give or take.
 *
 * @param apartAfter how many refusals of one item set it apart. A side that is away, slow or busy
 *     refuses nothing: that is tried for ever
 */
public record BackOff(Duration first, Duration longest, int apartAfter) {
  public static final BackOff DEFAULT =
      new BackOff(Duration.ofMillis(200), Duration.ofMinutes(1), 20);

  private static final int MOST_DOUBLINGS = 30;

  public BackOff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || apartAfter < 1) {
      throw new IllegalArgumentException(
          "a back-off begins above 0, does not shrink, and tries at least once");
    }
  }

  /**
   * The pause after that many attempts.
   *
   * @param random from 0 to 1; keeps those that failed together from coming back together
   */
  public Duration pause(int attempts, double random) {
    double doubled =
        (double) first.toMillis() * Math.pow(2, Math.min(attempts - 1, MOST_DOUBLINGS));
    double pause = Math.min((double) longest.toMillis(), doubled) * (0.5 + random / 2);
    return Duration.ofMillis(Math.max(1, (long) pause));
  }
}
