package io.crossfade.client.shadow;

import java.time.Duration;

/**
 * How a suspect is looked at again, before it counts as a mismatch.
 *
 * @param confirmations how many times in a row both sides must give the same two answers
 * @param tries how many times both are read again at most
 * @param pause between two looks, more or less: a pace of its own would fall in step with others
 * @param atMost how long all of it may take
 */
public record Settling(int confirmations, int tries, Duration pause, Duration atMost) {
  public static final Settling USUAL =
      new Settling(3, 10, Duration.ofMillis(100), Duration.ofSeconds(30));

  public Settling {
    if (confirmations < 1 || tries < confirmations) {
      throw new IllegalArgumentException(
          "a mismatch needs one confirmation at least, and as many tries as confirmations");
    }
  }
}
