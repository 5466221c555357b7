package io.crossfade.connector.log;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How long to wait for something that only the database can tell, by asking again. */
public final class Patience {
  private static final long SHORTEST_PAUSE = 200_000;
  private static final long LONGEST_PAUSE = 20_000_000;

  private final long end;
  private long pause = SHORTEST_PAUSE;

  public Patience(Duration duration) {
    this.end = System.nanoTime() + duration.toNanos();
  }

  public boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  /** What is left, at least one: servers take 0 for no limit. */
  public long millisLeft() {
    return Math.max(1, (end - System.nanoTime()) / 1_000_000);
  }

  /** Waits before asking again: shortly at first, for most things are done soon. */
  public void pause() {
    LockSupport.parkNanos(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
    if (Thread.currentThread().isInterrupted()) {
      throw new CrossfadeException(
          ErrorCode.INTERNAL, "interrupted while waiting for the database");
    }
  }
}
