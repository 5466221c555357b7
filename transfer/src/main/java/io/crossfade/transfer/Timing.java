package io.crossfade.transfer;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

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

  /**
   * Waits for a signal, as {@link Condition#awaitNanos}: at most so long, and sometimes shorter.
   *
   * @param lock the condition's, which is held
   */
  default void await(Lock lock, Condition signal, long nanos) throws InterruptedException {
    long unused = signal.awaitNanos(nanos);
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
