package io.crossfade.mysql.log;

import io.crossfade.connector.log.Patience;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Transactions that have written and not ended, those that are prepared (XA) among them. */
final class RunningTransactions {
  /** The server gives the same answer to whoever asks again sooner. */
  private static final long ANSWER_IS_KEPT = 120_000_000;

  private static final String WRITING =
      "SELECT trx_id, trx_mysql_thread_id FROM information_schema.innodb_trx"
          + " WHERE trx_rows_modified > 0 AND trx_mysql_thread_id <> CONNECTION_ID()";

  private RunningTransactions() {}

  /** Waits until all that are under way now have ended. DEADLINE_PASSED when patience ends. */
  static void awaitEnd(Connection connection, String database, Patience patience)
      throws SQLException {
    LockSupport.parkNanos(ANSWER_IS_KEPT);
    Set<String> waitedFor = read(connection);
    while (!waitedFor.isEmpty()) {
      if (patience.isOver()) {
        throw new CrossfadeException(
            ErrorCode.DEADLINE_PASSED,
            "transactions that have written on "
                + database
                + " do not end: "
                + String.join(", ", waitedFor)
                + "; end them (KILL the thread, or XA COMMIT / XA ROLLBACK what XA RECOVER shows)",
            Map.of("database", database));
      }
      LockSupport.parkNanos(ANSWER_IS_KEPT);
      waitedFor.retainAll(read(connection));
    }
  }

  private static Set<String> read(Connection connection) throws SQLException {
    Set<String> found = new HashSet<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(WRITING)) {
        while (row.next()) {
          found.add("transaction " + row.getString(1) + " of thread " + row.getString(2));
        }
      }
      try (ResultSet row = statement.executeQuery("XA RECOVER")) {
        while (row.next()) {
          found.add("prepared " + row.getString(4));
        }
      }
    }
    return found;
  }
}
