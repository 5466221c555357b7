package io.crossfade.mysql;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Secret;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Databases on the shared servers, and plain connections to them, as an application would open
 * them.
 */
public final class TestServer {
  private TestServer() {}

  /**
   * A new, empty database on the shared server of this version. Where it cannot run here, the test
   * is skipped and says why.
   */
  public static Endpoint newDatabase(MySqlVersion version) {
    Optional<String> missing = version.missing();
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    String url = SharedMySql.newDatabase(version);
    return new Endpoint(url, SharedMySql.of(version).user(), new Secret(""));
  }

  /** The database's name. */
  public static String name(Endpoint endpoint) {
    return endpoint.url().replaceFirst(".*/", "");
  }

  public static Connection connect(Endpoint endpoint) throws SQLException {
    return connect(endpoint, endpoint.user());
  }

  /** As another user without a password. */
  public static Connection connect(Endpoint endpoint, String user) throws SQLException {
    String url = endpoint.url().replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    return DriverManager.getConnection(url, user, "");
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
