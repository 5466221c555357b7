package io.crossfade.postgresql.workspace;

import io.crossfade.connector.Freshness;
import io.crossfade.connector.Identity;
import io.crossfade.connector.Lease;
import io.crossfade.connector.StreamState;
import io.crossfade.model.Direction;
import io.crossfade.postgresql.lease.Leases;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Sql;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** How far each stream has been applied here: the table {@code crossfade.stream}. */
final class StreamTable {
  private static final String BEGIN =
      """
      INSERT INTO crossfade.stream (migration, direction, position, system, timeline, version)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """;

  private static final String REBASE =
      """
      UPDATE crossfade.stream SET position = ?, system = ?, timeline = ?, version = ?
      WHERE migration = ? AND direction = ?
      """;

  private final Sessions sessions;

  StreamTable(Sessions sessions) {
    this.sessions = sessions;
  }

  void begin(Lease lease, Direction direction, StreamState start) {
    Transaction.run(
        sessions,
        lease.migration() + "/begin",
        "record where the stream begins",
        connection -> {
          Leases.require(connection, lease);
          try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setString(1, lease.migration());
            insert.setString(2, direction.name());
            insert.setString(3, start.position());
            insert.setString(4, start.origin().system());
            insert.setLong(5, start.origin().timeline());
            insert.setString(6, start.origin().version());
            return insert.executeUpdate();
          }
        });
  }

  void rebase(Lease lease, Direction direction, StreamState start) {
    Transaction.run(
        sessions,
        lease.migration() + "/rebase",
        "move the stream's position",
        connection -> {
          Leases.require(connection, lease);
          if (set(connection, lease.migration(), direction, start) != 1) {
            throw StreamState.notBegun(lease.migration(), direction, sessions.name());
          }
          return true;
        });
  }

  private static int set(
      Connection connection, String migration, Direction direction, StreamState start)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REBASE)) {
      update.setString(1, start.position());
      update.setString(2, start.origin().system());
      update.setLong(3, start.origin().timeline());
      update.setString(4, start.origin().version());
      update.setString(5, migration);
      update.setString(6, direction.name());
      return update.executeUpdate();
    }
  }

  static Optional<StreamState> read(Connection connection, String migration, Direction direction)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT position, system, timeline, version FROM crossfade.stream"
                + " WHERE migration = ? AND direction = ?")) {
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
   * Both run with the application's own role; {@link WorkspaceTables} lets everybody read this
   * table.
   */
  static Freshness freshness(String migration, Direction direction) {
    return new Freshness(
        "SELECT pg_catalog.pg_current_wal_insert_lsn()::pg_catalog.text",
        "SELECT EXISTS (SELECT FROM crossfade.stream, (SELECT ?::pg_catalog.text AS wanted) AS asked WHERE migration = "
            + Sql.literal(migration)
            + " AND direction = "
            + Sql.literal(direction.name())
            + " AND CASE WHEN wanted LIKE '%/%' THEN position::pg_catalog.pg_lsn >= wanted::pg_catalog.pg_lsn"
            // Those of other engines are compared as texts.
            + " ELSE position COLLATE \"C\" >= wanted END)");
  }
}
