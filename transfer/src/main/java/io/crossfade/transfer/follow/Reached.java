package io.crossfade.transfer.follow;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far a stream is, for those who wait for it. Thread-safe. */
final class Reached {
  private @Nullable Position position;
  private @Nullable CrossfadeException failure;

  synchronized @Nullable Position position() {
    return position;
  }

  synchronized @Nullable CrossfadeException failure() {
    return failure;
  }

  synchronized void reach(Position reached) {
    position = reached;
    notifyAll();
  }

  synchronized void fail(CrossfadeException error) {
    failure = error;
    notifyAll();
  }

  synchronized boolean await(Position wanted, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (position == null || !position.isAtLeast(wanted)) {
      if (failure != null) {
        throw failure;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
