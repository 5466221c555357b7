package io.crossfade.transfer.stitch;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.model.Secret;
import io.crossfade.servers.EmbeddedPostgres;
import io.crossfade.servers.SharedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One side: the real database by our connector, behind hooks, and plain SQL as a user's. */
final class TestDatabase implements AutoCloseable {
  private final String url;
  private final Database real;
  private final Hooks hooks = new Hooks();
  private final Database hooked;

  private TestDatabase(String url, String user) {
    this.url = url;
    this.real = Connectors.open(new Endpoint(url, user, new Secret("")));
    this.hooked = hooks.around(real);
  }

  /** An empty database on the server that all tests share. */
  static TestDatabase shared(int majorVersion) {
    return new TestDatabase(
        SharedPostgres.newDatabase(majorVersion), SharedPostgres.ofVersion(majorVersion).user());
  }

  /** The database of a server of its own, whose settings a test may change. */
  static TestDatabase own(EmbeddedPostgres server) {
    return new TestDatabase(server.jdbcUrl("postgres"), server.user());
  }

  /** Without hooks. */
  Database real() {
    return real;
  }

  Database hooked() {
    return hooked;
  }

  Hooks hooks() {
    return hooks;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** Each statement commits by itself. */
  void sql(String... statements) {
    try (Connection connection = connect()) {
      sql(connection, statements);
    } catch (SQLException e) {
      throw new AssertionError(String.join("; ", statements), e);
    }
  }

  /** All statements in one transaction. */
  void transaction(String... statements) {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      sql(connection, statements);
      connection.commit();
    } catch (SQLException e) {
      throw new AssertionError(String.join("; ", statements), e);
    }
  }

  static void sql(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of each row. */
  List<String> column(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(String.valueOf(rows.getString(1)));
      }
      return column;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  String one(String sql) {
    List<String> column = column(sql);
    return column.isEmpty() ? "" : column.get(0);
  }

  boolean is(String condition) {
    return one("SELECT " + condition).equals("t");
  }

  @Override
  public void close() {
    real.close();
  }
}
