package io.crossfade.transfer.stitch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A point at which one thread stops until the test lets it go on. */
final class Hold {
  private static final long PATIENCE_SECONDS = 120;

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /** Called by whoever is to be held. */
  void stop() {
    reached.countDown();
    await(released, "to be released");
  }

  /** As {@link #stop}, but whoever comes here goes on at once. */
  void pass() {
    reached.countDown();
  }

  void awaitReached() {
    await(reached, "that somebody comes here");
  }

  boolean isReached() {
    return reached.getCount() == 0;
  }

  boolean isReleased() {
    return released.getCount() == 0;
  }

  void release() {
    released.countDown();
  }

  private static void await(CountDownLatch latch, String what) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain " + what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting " + what, e);
    }
  }
}
