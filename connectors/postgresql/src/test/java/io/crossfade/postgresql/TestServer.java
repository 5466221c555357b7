package io.crossfade.postgresql;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Secret;
import io.crossfade.servers.SharedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Databases on the shared servers, and plain connections to them, as an application would open
 * them.
 */
public final class TestServer {
  private TestServer() {}

  /** A new, empty database on the shared server of this version. */
  public static Endpoint newDatabase(int majorVersion) {
    return new Endpoint(SharedPostgres.newDatabase(majorVersion), "postgres", new Secret(""));
  }

  public static Connection connect(Endpoint endpoint) throws SQLException {
    return DriverManager.getConnection(endpoint.url());
  }

  public static void execute(Endpoint endpoint, String... statements) {
    try (Connection connection = connect(endpoint)) {
      execute(connection, statements);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  public static String query(Endpoint endpoint, String sql) {
    try (Connection connection = connect(endpoint)) {
      return query(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first value of the first row as text. */
  public static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }
}
