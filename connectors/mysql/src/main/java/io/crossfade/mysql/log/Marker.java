package io.crossfade.mysql.log;

import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A small commit of our own. As commits become visible in the order of the log, all that the log
 * held before are visible when it returns; see docs/mysql.md on what that needs.
 *
 * <p>It writes the row of its session, for which nobody waits, and it may be the first that needs
 * the table: on a source, before anything else of ours is there.
 */
final class Marker {
  private static final String NO_DIRECTION = "";
  private static final String WRITE =
      "INSERT INTO crossfade.mark (connection, migration, direction, n) VALUES (CONNECTION_ID(), ?, ?, 1)"
          + " ON DUPLICATE KEY UPDATE n = n + 1";

  private static final String DATABASE =
      "CREATE DATABASE IF NOT EXISTS crossfade CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS crossfade.mark (
      connection bigint unsigned NOT NULL, migration varchar(64) NOT NULL, direction varchar(16) NOT NULL,
      n bigint NOT NULL, PRIMARY KEY (connection, migration, direction)
      ) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
      """;

  private Marker() {}

  /** Commits; the connection is in autocommit mode. */
  static void write(Connection connection, String owner) throws SQLException {
    try {
      insert(connection, owner);
    } catch (SQLException e) {
      if (!SqlState.isMissingSchema(e)) {
        throw e;
      }
      Transaction.execute(connection, DATABASE);
      Transaction.execute(connection, TABLE);
      insert(connection, owner);
    }
  }

  private static void insert(Connection connection, String owner) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      statement.setString(1, owner);
      statement.setString(2, NO_DIRECTION);
      statement.executeUpdate();
    }
  }
}
