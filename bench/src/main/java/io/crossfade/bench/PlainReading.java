package io.crossfade.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// Reads a whole table as a program does that only wants to have read it, by the drivers that we
/// use too, in the way that is the fastest of each.
///
/// @param values whether each value is taken, or only each row passed
record PlainReading(MySqlSite source, Site target, boolean values) {
  long mariadb(String table) throws SQLException {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      // Row by row: else the driver has all of them in memory.
      statement.setFetchSize(1);
      try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
        int columns = row.getMetaData().getColumnCount();
        long rows = 0;
        while (row.next()) {
          for (int i = 1; values && i <= columns; i++) {
            row.getString(i);
          }
          rows++;
        }
        return rows;
      }
    }
  }

  /// As the lines of COPY, or as a cursor's rows where values are wanted.
  long postgresql(String table) throws SQLException {
    try (Connection connection = target.connect()) {
      return values ? cursor(connection, table) : lines(connection, table);
    }
  }

  private static long lines(Connection connection, String table) throws SQLException {
    CopyOut copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY " + table + " TO STDOUT");
    long rows = 0;
    while (copy.readFromCopy() != null) {
      rows++;
    }
    return rows;
  }

  private static long cursor(Connection connection, String table) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10_000);
      try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
        int columns = row.getMetaData().getColumnCount();
        long rows = 0;
        while (row.next()) {
          for (int i = 1; i <= columns; i++) {
            row.getString(i);
          }
          rows++;
        }
        return rows;
      }
    }
  }
}
