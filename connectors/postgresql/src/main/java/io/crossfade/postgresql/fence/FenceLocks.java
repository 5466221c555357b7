package io.crossfade.postgresql.fence;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lock that proves that no writer is left: it waits for every transaction that has written one
 * of the tables, prepared ones included, and keeps new ones waiting. Readers go on.
 */
public final class FenceLocks {
  private static final long SHORTEST_WAIT_MILLIS = 50;

  /** Half of what a server waits by default before it looks for a deadlock. */
  private static final long LONGEST_WAIT_MILLIS = 500;

  private static final String WRITERS =
      """
      SELECT DISTINCT CASE WHEN a.pid IS NULL THEN 'a prepared transaction' ELSE
        format('process %s (%s, %s)', a.pid, coalesce(nullif(a.application_name, ''), 'without a name'), a.state) END
      FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.granted AND l.relation = ANY (?::text[]::regclass[]) AND l.pid IS DISTINCT FROM pg_backend_pid()
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
      """;

  private final Connection connection;
  private final List<String> tables;
  private final Duration patience;

  public FenceLocks(Connection connection, List<TableName> tables, Duration patience) {
    this.connection = connection;
    this.tables = tables.stream().map(Sql::table).toList();
    this.patience = patience;
  }

  /**
   * Writers lock the tables in an order of their own, so that we may end in a deadlock with one. It
   * is never the application that pays: we look for deadlocks earlier than it does, and because a
   * server looks only once in each wait, we also give all locks back and start again well before a
   * writer would look. That lets those through who queued behind us, too.
   */
  public void acquire() throws SQLException {
    long deadline = System.nanoTime() + patience.toNanos();
    long wait = SHORTEST_WAIT_MILLIS;
    while (true) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      try {
        Transaction.execute(connection, lock(Math.max(1, Math.min(wait, left))));
        return;
      } catch (SQLException e) {
        connection.rollback();
        if (!SqlState.isTimeout(e) && !SqlState.isClash(e)) {
          throw e;
        }
        if (System.nanoTime() >= deadline) {
          throw deadlinePassed(e);
        }
        wait = Math.min(LONGEST_WAIT_MILLIS, wait * 2);
      }
    }
  }

  /**
   * The timeout of the statement bounds the wait for all tables together. A short deadlock timeout
   * also makes a vacuum give way at once; by default that would cost a second of the pause.
   */
  private String lock(long millis) {
    return "SET LOCAL statement_timeout = "
        + millis
        + "; SELECT set_config('deadlock_timeout', '20ms', true)"
        + " WHERE has_parameter_privilege('deadlock_timeout', 'SET')"
        + "; LOCK TABLE "
        + String.join(", ", tables)
        + " IN SHARE ROW EXCLUSIVE MODE; SET LOCAL statement_timeout = '30s'";
  }

  private CrossfadeException deadlinePassed(SQLException cause) throws SQLException {
    String writers = String.join(", ", writers());
    connection.rollback();
    return new CrossfadeException(
        ErrorCode.DEADLINE_PASSED,
        "writers of "
            + tables.stream().limit(5).collect(Collectors.joining(", "))
            + (tables.size() > 5 ? ", ..." : "")
            + " did not end within "
            + patience.toMillis()
            + " ms, and nothing was changed there: "
            + (writers.isEmpty()
                ? "they have ended just now; try again"
                : writers + "; end them and try again"),
        cause);
  }

  private List<String> writers() throws SQLException {
    List<String> writers = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(WRITERS)) {
      query.setArray(1, connection.createArrayOf("text", tables.toArray()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          writers.add(rows.getString(1));
        }
      }
    }
    return writers;
  }
}
