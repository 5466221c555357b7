package io.crossfade.postgresql.log;

import io.crossfade.connector.CommitWait;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Our stream as one of the standbys that each commit waits for. */
final class SynchronousStandby {
  private static final String IS_OURS =
      """
      SELECT FROM pg_stat_replication r JOIN pg_replication_slots s ON s.active_pid = r.pid
      WHERE s.slot_name = ? AND r.sync_state IN ('sync', 'quorum')
      """;

  private SynchronousStandby() {}

  /**
   * @param name by which the server knows the stream's session
   */
  static CommitWait read(Connection connection, String slot, String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(IS_OURS)) {
      query.setString(1, slot);
      try (ResultSet row = query.executeQuery()) {
        return new CommitWait(
            row.next(),
            "add \"%s\" (with the quotes) to synchronous_standby_names by ALTER SYSTEM, then SELECT pg_reload_conf()"
                .formatted(name),
            "take \"%s\" (or the *) out of synchronous_standby_names by ALTER SYSTEM, then SELECT pg_reload_conf()"
                .formatted(name));
      }
    }
  }
}
