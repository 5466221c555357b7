package io.crossfade.client.shadow;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a deadline. */
final class Await {
  private static final Duration LONG = Duration.ofSeconds(30);

  private Await() {}

  static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("It has not come about within " + LONG);
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
