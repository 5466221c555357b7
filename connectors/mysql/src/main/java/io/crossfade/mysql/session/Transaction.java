package io.crossfade.mysql.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements without parameters and without results. */
public final class Transaction {
  private Transaction() {}

  public static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
