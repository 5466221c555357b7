package io.crossfade.mysql.workspace;

import io.crossfade.connector.Freshness;
import io.crossfade.connector.Identity;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.model.Direction;
import io.crossfade.mysql.lease.Leases;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.session.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** How far each stream has been applied here: the table {@code crossfade.stream}. */
final class StreamTable {
  private static final String BEGIN =
      "INSERT INTO crossfade.stream (migration, direction, position, origin_system, origin_timeline, origin_version)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE position = position";
  private static final String REBASE =
      "UPDATE crossfade.stream SET position = ?, origin_system = ?, origin_timeline = ?, origin_version = ?"
          + " WHERE migration = ? AND direction = ?";
  private static final String READ =
      "SELECT position, origin_system, origin_timeline, origin_version FROM crossfade.stream"
          + " WHERE migration = ? AND direction = ?";

  private final Sessions sessions;

  StreamTable(Sessions sessions) {
    this.sessions = sessions;
  }

  void begin(Lease lease, Direction direction, StreamState start) {
    sessions.transaction(
        lease.migration() + "/begin",
        "record where the stream begins",
        connection -> {
          Leases.require(connection, lease);
          try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setString(1, lease.migration());
            insert.setString(2, direction.name());
            setState(insert, 3, start);
            return insert.executeUpdate();
          }
        });
  }

  void rebase(Lease lease, Direction direction, StreamState start) {
    sessions.transaction(
        lease.migration() + "/rebase",
        "move the stream's position",
        connection -> {
          Leases.require(connection, lease);
          try (PreparedStatement update = connection.prepareStatement(REBASE)) {
            setState(update, 1, start);
            update.setString(5, lease.migration());
            update.setString(6, direction.name());
            if (update.executeUpdate() != 1) {
              throw StreamState.notBegun(lease.migration(), direction, sessions.name());
            }
          }
          return true;
        });
  }

  private static void setState(PreparedStatement statement, int first, StreamState state)
      throws SQLException {
    statement.setString(first, state.position());
    statement.setString(first + 1, state.origin().system());
    statement.setLong(first + 2, state.origin().timeline());
    statement.setString(first + 3, state.origin().version());
  }

  static Optional<StreamState> read(Connection connection, String migration, Direction direction)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(READ)) {
      query.setString(1, migration);
      query.setString(2, direction.name());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Identity origin = new Identity(row.getString(2), row.getLong(3), row.getString(4));
        return Optional.of(new StreamState(row.getString(1), origin));
      }
    }
  }

  /**
   * Both run with the application's own role: it needs SELECT on {@code crossfade.stream}, and on
   * MySQL BACKUP_ADMIN and SELECT on {@code performance_schema.log_status}.
   */
  Freshness freshness(String migration, Direction direction) {
    return new Freshness(
        LogEndSql.of(sessions.dialect() == Dialect.MARIADB),
        "SELECT EXISTS (SELECT 1 FROM crossfade.stream, (SELECT ? AS wanted) AS asked WHERE migration = "
            + Sql.literal(migration)
            + " AND direction = "
            + Sql.literal(direction.name())
            + " AND "
            + ordered("position")
            + " >= "
            + ordered("wanted")
            + ")");
  }

  /** As a text by which positions of each engine can be compared: PostgreSQL's are hexadecimal. */
  private static String ordered(String position) {
    return "concat(lpad(substring_index(%1$s, '/', 1), 30, '0'), lpad(substring_index(%1$s, '/', -1), 30, '0'))"
        .formatted(position);
  }
}
