package io.crossfade.transfer.copy;

import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Keeps the copy under a number of rows per second, over all its workers, and stops it where
 * somebody says so. Thread-safe.
 */
public final class Pace {
  private final long rowsPerSecond;
  private final Timing timing;
  private final BooleanSupplier leave;
  private long paidUntil;

  /**
   * @param rowsPerSecond {@link Long#MAX_VALUE} for as fast as it goes
   * @param leave waits until more may be copied; false when nothing more is to be copied here
   */
  public Pace(long rowsPerSecond, Timing timing, BooleanSupplier leave) {
    this.rowsPerSecond = rowsPerSecond;
    this.timing = timing;
    this.leave = leave;
    this.paidUntil = timing.nanoTime();
  }

  /** Waits until the next chunk may be opened; false when none may. */
  boolean mayGoOn() {
    return leave.getAsBoolean();
  }

  /** Accounts for rows that were copied and waits until the next may be. */
  public void spend(long rows) {
    long debt = debt(rows);
    if (rowsPerSecond < Long.MAX_VALUE && debt > 0) {
      timing.pauseOrStop(Duration.ofNanos(debt));
    }
  }

  private synchronized long debt(long rows) {
    long now = timing.nanoTime();
    paidUntil = Math.max(paidUntil, now) + Math.round(rows * 1e9 / rowsPerSecond);
    return paidUntil - now;
  }
}
