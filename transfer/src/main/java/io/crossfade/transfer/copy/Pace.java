package io.crossfade.transfer.copy;

import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Keeps work on rows at a pace that may change at any time, over all its workers, and stops it
 * where somebody says so. Thread-safe.
 */
public final class Pace {
  /** How soon a changed pace, or an end of the work, is noticed. */
  private static final long LOOK_AGAIN = Duration.ofMillis(100).toNanos();

  private final Limit limit;
  private final Timing timing;
  private final BooleanSupplier leave;

  /** Rows that were worked on and not paid for by waiting yet. */
  private double debt;

  private long paidAt;

  /** How much is borne at the moment. */
  public interface Limit {
    /** 0 for nothing now, {@link Long#MAX_VALUE} for as fast as it goes. */
    long rowsPerSecond();

    /** Is told of each piece of work. */
    void spent(long rows);
  }

  /**
   * @param leave waits until more may be done; false when there is no more to wait for
   */
  public Pace(Limit limit, Timing timing, BooleanSupplier leave) {
    this.limit = limit;
    this.timing = timing;
    this.leave = leave;
    this.paidAt = timing.nanoTime();
  }

  /** Waits until the next piece of work may begin; false when there is no more to wait for. */
  public boolean mayGoOn() {
    while (leave.getAsBoolean()) {
      long wait = debtNanos(limit.rowsPerSecond());
      if (wait <= 0) {
        return true;
      }
      timing.pauseOrStop(Duration.ofNanos(Math.min(wait, LOOK_AGAIN)));
    }
    return false;
  }

  /** Accounts for work that was done; whoever begins the next waits for it. */
  public void spend(long rows) {
    limit.spent(rows);
    long now = limit.rowsPerSecond();
    synchronized (this) {
      pay(now);
      debt += rows;
    }
  }

  private synchronized long debtNanos(long rowsPerSecond) {
    pay(rowsPerSecond);
    if (rowsPerSecond == 0) {
      return LOOK_AGAIN;
    }
    return (long) Math.ceil(debt * 1e9 / rowsPerSecond);
  }

  private void pay(long rowsPerSecond) {
    long now = timing.nanoTime();
    double paid = (now - paidAt) * 1e-9 * rowsPerSecond;
    debt = rowsPerSecond == Long.MAX_VALUE ? 0 : Math.max(0, debt - paid);
    paidAt = now;
  }
}
