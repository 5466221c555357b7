package io.crossfade.mysql.health;

import io.crossfade.model.Position;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How much of the log's files lies behind a position. */
final class KeptFiles {
  private KeptFiles() {}

  /** A position is the number of a file, a colon, and an offset in it. */
  static long since(Connection connection, Position position) throws SQLException {
    String[] parts = position.encode().split(":", -1);
    long file = Long.parseLong(parts[0]);
    long bytes = -Long.parseLong(parts[1]);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
      while (row.next()) {
        String name = row.getString(1);
        if (Long.parseLong(name.substring(name.lastIndexOf('.') + 1)) >= file) {
          bytes += row.getLong(2);
        }
      }
    }
    return Math.max(0, bytes);
  }
}
