package io.crossfade.postgresql.log;

import io.crossfade.connector.Health;
import io.crossfade.connector.Load;
import io.crossfade.model.Direction;
import io.crossfade.postgresql.session.Sessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** What PostgreSQL's statistics tell, and how long it takes to commit. */
public final class PostgresHealth implements Health {
  private static final String STATISTICS =
      """
      SELECT
        (SELECT count(*) FROM pg_stat_activity
         WHERE state = 'active' AND backend_type = 'client backend' AND application_name NOT LIKE 'crossfade/%'),
        (SELECT coalesce(max(extract(epoch FROM replay_lag)) * 1000, 0)::bigint FROM pg_stat_replication
         WHERE application_name NOT LIKE 'crossfade/%'),
        (SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_insert_lsn(), restart_lsn)), 0)::bigint
         FROM pg_replication_slots WHERE slot_name = ?)
      """;

  private final Sessions sessions;

  public PostgresHealth(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Load load(String migration, Direction direction) {
    return sessions.call(
        migration + "/health",
        "look how it is doing",
        connection ->
            read(
                connection,
                RetentionName.of(migration, direction),
                latency(connection, migration)));
  }

  private static Duration latency(Connection connection, String migration) throws SQLException {
    long begun = System.nanoTime();
    Lsn unused = LogEnd.emitMarker(connection, migration);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static Load read(Connection connection, String slot, Duration latency)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STATISTICS)) {
      statement.setString(1, slot);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Load(latency, row.getInt(1), Duration.ofMillis(row.getLong(2)), row.getLong(3));
      }
    }
  }
}
