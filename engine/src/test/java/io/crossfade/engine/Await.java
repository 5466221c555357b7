package io.crossfade.engine;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what announces itself only by being looked at. What takes long to look at is looked at
/// rarely: the processor is needed by what is waited for.
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long SHORTEST_PAUSE = 2_000_000;
  private static final long LONGEST_PAUSE = 50_000_000;

  private Await() {}

  public static void that(BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long looked = System.nanoTime();
    while (!holds.getAsBoolean()) {
      long now = System.nanoTime();
      if (now - deadline > 0) {
        throw new AssertionError("it never came to pass");
      }
      LockSupport.parkNanos(Math.clamp(10 * (now - looked), SHORTEST_PAUSE, LONGEST_PAUSE));
      looked = System.nanoTime();
    }
  }
}
