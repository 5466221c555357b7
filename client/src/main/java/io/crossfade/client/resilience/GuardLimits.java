package io.crossfade.client.resilience;

import java.time.Duration;

/**
 * When a side is no longer asked.
 *
 * @param timeout how long a read waits for the side; then it is interrupted, and the written side
 *     answers
 * @param atOnce how many may ask it at once; more are refused
 * @param calls by how many of the last calls it is judged
 * @param failedPercent of them that failed, or were too slow, open the breaker
 * @param rest how long it is then not asked; longer each time that it fails again soon after
 * @param longestRest beyond which it does not grow
 */
public record GuardLimits(
    Duration timeout,
    int atOnce,
    int calls,
    int failedPercent,
    Duration rest,
    Duration longestRest) {
  public static final GuardLimits USUAL =
      new GuardLimits(
          Duration.ofSeconds(1), 32, 50, 50, Duration.ofSeconds(5), Duration.ofMinutes(2));
}
