package io.crossfade.connector;

import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Committed transactions in commit order. Memory is bounded by backpressure, and a reader that
 * stalls does not lose its connection.
 */
public interface ChangeStream extends AutoCloseable {
  /** The next transaction, or null when none came within {@code patience}. */
  @Nullable LoggedTransaction next(Duration patience);

  /** Everything up to here has been returned by {@link #next}. Grows without transactions too. */
  Position readThrough();

  /**
   * Everything up to here is safe on the other side and may be forgotten, also the changes of large
   * transactions that {@link #next} has returned: nobody may walk them any more. Callable from any
   * thread.
   */
  void confirm(Position position);

  @Override
  void close();
}
