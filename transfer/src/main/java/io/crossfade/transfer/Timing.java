package io.crossfade.transfer;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.time.Duration;

/** Time, as the data plane sees it. Injected, so that tests own it. */
public interface Timing {
  /** A monotonic clock, in nanoseconds. */
  long nanoTime();

  /** Waits for something that announces itself only by being looked at. */
  void pause(Duration duration) throws InterruptedException;

  /** As {@link #pause}; an interrupt ends the work. */
  default void pauseOrStop(Duration duration) {
    try {
      pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrossfadeException(ErrorCode.INTERNAL, "stopped while waiting", e);
    }
  }

  /** The machine's own. */
  Timing REAL =
      new Timing() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
        }
      };
}
