package io.crossfade.postgresql.log;

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

/**
 * Transactions that are in the log and that no snapshot shows: between the two a backend may wait
 * for a synchronous standby, or for a processor. The server does not say which they are, and
 * whoever asks for the state of such a transaction is told that it is in progress. But a session
 * that waits for its client is not among them, nor is one that has begun another statement since.
 */
final class HangingCommits {
  /**
   * What may be in its commit. COMMIT PREPARED ends a transaction that is no session's. Where the
   * role does not see a session's state, the session counts.
   */
  private static final String COMMITTING =
      """
      SELECT format('process %s, transaction %s, its statement since %s', pid, backend_xid, query_start)
      FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND (backend_xid IS NOT NULL OR query ILIKE 'commit prepared%')
        AND (state IS NULL OR state NOT LIKE 'idle%')
        AND backend_type IS DISTINCT FROM 'autovacuum worker'
      """;

  private HangingCommits() {}

  /** Until those of now are over; DEADLINE_PASSED with the others' processes. */
  static void await(Connection connection, String database, Patience patience) throws SQLException {
    Set<String> hanging = committing(connection);
    while (!hanging.isEmpty()) {
      if (patience.isOver()) {
        throw new CrossfadeException(
            ErrorCode.DEADLINE_PASSED,
            "on %s a commit may be in the log and not yet visible; does it wait for a synchronous standby? %s"
                .formatted(database, String.join("; ", hanging)),
            Map.of("database", database));
      }
      patience.pause();
      hanging.retainAll(committing(connection));
    }
  }

  private static Set<String> committing(Connection connection) throws SQLException {
    Set<String> found = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(COMMITTING)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
