package io.crossfade.memory;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whose turn it is. Everything that happens at a server happens in one of these methods, and nobody
 * else is at the server meanwhile. In between, others may go first: a seeded scheduler decides who.
 *
 * <p>{@link #take} and {@link #await} may throw, which is how faults come in: {@link
 * ServerError.Kind#CONNECTION_LOST} before the work (the statement never arrived) or after it (only
 * its answer was lost), or an error of the scheduler's own when the process that waits here was
 * killed. What the work itself throws comes out as it is.
 */
public interface Turn {
  /** One step of a caller at the server. */
  <T> T take(String what, Supplier<T> work);

  /** A caller waits, in between its steps; false when it did not hold within {@code patience}. */
  boolean await(String what, BooleanSupplier condition, Duration patience);

  /** The time by which patience is counted. */
  long nanoTime();

  /** Something that happens at once and cannot fail: a session ends, a server dies. */
  void now(Runnable work);

  /**
   * What a server goes on with although its caller is gone: a commit that is in the log already
   * becomes visible. A scheduler may let others go first.
   */
  default void later(String what, Runnable work) {
    now(work);
  }
}
