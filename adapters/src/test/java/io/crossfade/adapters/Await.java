package io.crossfade.adapters;

import java.time.Duration;
import java.util.concurrent.Callable;

/// Waits until something is so.
public final class Await {
  private Await() {}

  public static void until(String what, Callable<Boolean> so) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!so.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within 10 s: " + what);
      }
      Thread.sleep(2);
    }
  }
}
