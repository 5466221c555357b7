package io.crossfade.mysql.session;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits for locks a second at a time, which is the shortest that a server can: behind who waits for
 * a table, readers and writers queue. In a deadlock it is we who give way.
 */
public final class Patience {
  /** Something that waits for a lock. */
  @FunctionalInterface
  public interface Waiting {
    void on(Connection connection) throws SQLException;
  }

  /** Something that comes about by itself. */
  @FunctionalInterface
  public interface Condition {
    boolean holds(Connection connection) throws SQLException;
  }

  private static final Duration NEXT_LOOK = Duration.ofMillis(2);

  /** Where everybody is kept waiting anyway. */
  private static final Duration SHORT_PAUSE = Duration.ofMillis(100);

  /** Where nobody has to wait for us: others wait for at most a second of five. */
  public static final Duration LONG_PAUSE = Duration.ofSeconds(4);

  private final Connection connection;
  private final Duration patience;
  private final Duration pause;
  private final long deadline;

  /** In a session of its own, for it changes how long this waits. */
  public Patience(Connection connection, Duration patience) throws SQLException {
    this(connection, patience, SHORT_PAUSE);
  }

  /** As the other, with a pause of another length between two tries. */
  public Patience(Connection connection, Duration patience, Duration pause) throws SQLException {
    this.connection = connection;
    this.patience = patience;
    this.pause = pause;
    this.deadline = System.nanoTime() + patience.toNanos();
    Transaction.execute(connection, "SET lock_wait_timeout = 1, innodb_lock_wait_timeout = 1");
  }

  /**
   * Tries until it works. DEADLINE_PASSED if it does not in time.
   *
   * @param otherwise what is wrong then
   */
  public void run(String otherwise, Waiting waiting) throws SQLException {
    while (true) {
      try {
        waiting.on(connection);
        return;
      } catch (SQLException e) {
        if (!connection.getAutoCommit()) {
          connection.rollback();
        }
        if (!SqlState.isTimeout(e) && !SqlState.isClash(e)) {
          throw e;
        }
        if (System.nanoTime() >= deadline) {
          throw deadlinePassed(otherwise, e);
        }
        // Those who queued behind us go first.
        sleep(pause);
      }
    }
  }

  /** Looks until it is so. DEADLINE_PASSED as in the other. */
  public void until(String otherwise, Condition condition) throws SQLException {
    while (!condition.holds(connection)) {
      if (System.nanoTime() >= deadline) {
        throw deadlinePassed(otherwise, null);
      }
      sleep(NEXT_LOOK);
    }
  }

  private void sleep(Duration time) throws SQLException {
    Transaction.execute(connection, "DO SLEEP(" + time.toMillis() / 1000.0 + ")");
  }

  private CrossfadeException deadlinePassed(String otherwise, @Nullable SQLException e)
      throws SQLException {
    String open = String.join(", ", OpenTransactions.of(connection));
    return new CrossfadeException(
        ErrorCode.DEADLINE_PASSED,
        "%s, and was not within %d ms: %s"
            .formatted(
                otherwise,
                patience.toMillis(),
                open.isEmpty()
                    ? "they have ended just now; try again"
                    : "open are " + open + "; end them and try again"),
        e);
  }
}
