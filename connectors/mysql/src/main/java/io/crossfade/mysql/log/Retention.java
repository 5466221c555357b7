package io.crossfade.mysql.log;

import io.crossfade.connector.log.Patience;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From where on a stream needs the log. The server keeps its files by time and for nobody, so all
 * that we can do is to note the place, and to look whether it is still there.
 */
record Retention(String migration, Direction direction, String database) {
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS crossfade.retained (
      migration varchar(64) NOT NULL, direction varchar(16) NOT NULL,
      position varchar(64) NOT NULL, known_from varchar(64) NOT NULL, PRIMARY KEY (migration, direction)
      ) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
      """;
  private static final String NOTE =
      "INSERT INTO crossfade.retained (migration, direction, position, known_from) VALUES (?, ?, ?, ?)"
          + " ON DUPLICATE KEY UPDATE known_from = VALUES(known_from)";
  private static final String MOVE =
      "UPDATE crossfade.retained SET position = ? WHERE migration = ? AND direction = ?";
  private static final String FIND =
      "SELECT position, known_from FROM crossfade.retained WHERE migration = ? AND direction = ?";
  private static final String DELETE =
      "DELETE FROM crossfade.retained WHERE migration = ? AND direction = ?";

  /**
   * @param position where a stream can begin at the earliest
   * @param knownFrom what was done to the tables before this place is known to the migration
   */
  record Noted(BinlogPosition position, BinlogPosition knownFrom) {}

  /**
   * A transaction is in the log only with its commit, and whole, so those that are under way will
   * be in the stream. All that the log held before are visible when the marker has returned. What
   * still runs is waited for all the same: it may have been prepared before (XA), or write
   * statements in place of rows.
   */
  void make(Connection connection, Patience patience) throws SQLException {
    BinlogPosition end = LogEnd.read(connection, database);
    Marker.write(connection, migration);
    try {
      note(connection, end);
    } catch (SQLException e) {
      if (!SqlState.isMissingSchema(e)) {
        throw e;
      }
      Transaction.execute(connection, TABLE);
      note(connection, end);
    }
    RunningTransactions.awaitEnd(connection, database, patience);
  }

  private void note(Connection connection, BinlogPosition end) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
      statement.setString(1, migration);
      statement.setString(2, direction.name());
      statement.setString(3, end.encode());
      statement.setString(4, end.encode());
      statement.executeUpdate();
    }
  }

  /** What was noted, whether the log is still there or not. */
  Optional<Noted> noted(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, migration);
      statement.setString(2, direction.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Noted(
                    BinlogPosition.parse(row.getString(1)), BinlogPosition.parse(row.getString(2))))
            : Optional.empty();
      }
    } catch (SQLException e) {
      if (SqlState.isMissingSchema(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Not before the oldest file that the server still has. */
  Optional<BinlogPosition> usableFrom(Connection connection) throws SQLException {
    Optional<Noted> noted = noted(connection);
    if (noted.isEmpty()) {
      return Optional.empty();
    }
    List<LogFile> files = LogFile.all(connection);
    BinlogPosition oldest =
        files.isEmpty() ? BinlogPosition.ZERO : BinlogPosition.of(files.get(0).name(), 4);
    BinlogPosition from = noted.get().position();
    return Optional.of(from.file() < oldest.file() ? oldest : from);
  }

  void forget(Connection connection, BinlogPosition position) throws SQLException {
    BinlogPosition from = noted(connection).orElseThrow(this::gone).position();
    if (from.isAtLeast(position)) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
      statement.setString(1, position.encode());
      statement.setString(2, migration);
      statement.setString(3, direction.name());
      statement.executeUpdate();
    }
  }

  void end(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
      statement.setString(1, migration);
      statement.setString(2, direction.name());
      statement.executeUpdate();
    } catch (SQLException e) {
      if (!SqlState.isMissingSchema(e)) {
        throw e;
      }
    }
    Leftovers.drop(connection);
  }

  CrossfadeException gone() {
    return new CrossfadeException(
        ErrorCode.SOURCE_LOG_LOST,
        "no place in the log of "
            + database
            + " is noted for "
            + migration
            + " in crossfade.retained; the copy must be made anew",
        Map.of("migration", migration));
  }
}
