package io.crossfade.postgresql.workspace;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * COPYING back to WAITING, after the session that copied was ended. A worker that hangs keeps its
 * rows locked, and the next attempt would wait for it forever.
 */
final class ChunkReopening {
  /**
   * A session is the attempt's own as long as it bears the attempt's name: process numbers are used
   * again, and sessions are lent to others after an attempt.
   */
  private static final String IS_ATTEMPTS_SESSION =
      """
      a.pid = c.pid AND a.backend_start = c.backend_start
      AND a.application_name = left('crossfade/' || c.migration || '/chunk ' || c.number || '.' || c.attempt, 63)
      """;

  private static final String ONE =
      "c.migration = ? AND c.schema_name = ? AND c.table_name = ? AND c.number = ? AND c.attempt = ?";

  /** Left by an older lease; or by ours, where the session is gone. */
  private static final String DEAD =
      "c.migration = ? AND (c.lease < ? OR (c.pid IS NOT NULL AND NOT EXISTS"
          + " (SELECT FROM pg_stat_activity a WHERE "
          + IS_ATTEMPTS_SESSION
          + ")))";

  private ChunkReopening() {}

  static int reopenDead(Connection connection, Lease lease) throws SQLException {
    try (PreparedStatement end = connection.prepareStatement(end(DEAD));
        PreparedStatement update = connection.prepareStatement(update(DEAD))) {
      for (PreparedStatement statement : new PreparedStatement[] {end, update}) {
        statement.setString(1, lease.migration());
        statement.setLong(2, lease.number());
      }
      end.executeQuery().close();
      return update.executeUpdate();
    }
  }

  static int reopen(Connection connection, Lease lease, Chunk chunk) throws SQLException {
    try (PreparedStatement end = connection.prepareStatement(end(ONE));
        PreparedStatement update = connection.prepareStatement(update(ONE))) {
      for (PreparedStatement statement : new PreparedStatement[] {end, update}) {
        statement.setString(1, lease.migration());
        statement.setString(2, chunk.id().table().schema());
        statement.setString(3, chunk.id().table().name());
        statement.setInt(4, chunk.id().number());
        statement.setInt(5, chunk.attempt());
      }
      end.executeQuery().close();
      return update.executeUpdate();
    }
  }

  /** Under which name the session of an attempt is listed. */
  static String sessionName(Lease lease, Chunk chunk) {
    return lease.migration() + "/chunk " + chunk.id().number() + "." + chunk.attempt();
  }

  private static String end(String which) {
    return "SELECT pg_terminate_backend(a.pid, 10000) FROM crossfade.chunk c JOIN pg_stat_activity a ON "
        + IS_ATTEMPTS_SESSION
        + " WHERE c.state = 'COPYING' AND "
        + which;
  }

  private static String update(String which) {
    return "UPDATE crossfade.chunk c SET state = 'WAITING', pid = NULL, backend_start = NULL"
        + " WHERE c.state = 'COPYING' AND "
        + which;
  }
}
