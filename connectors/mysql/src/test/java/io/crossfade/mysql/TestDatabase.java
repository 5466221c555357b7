package io.crossfade.mysql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.model.Secret;
import io.crossfade.model.Table;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** An empty database on a server that all tests share, and a session of somebody else with it. */
public final class TestDatabase implements AutoCloseable {
  private final String url;
  private final Connection connection;
  private final Database database;

  private TestDatabase(String url) throws SQLException {
    this.url = url;
    this.connection =
        DriverManager.getConnection(url.replace("jdbc:mysql:", "jdbc:mariadb:"), "root", "");
    this.database = as("root");
  }

  /** Passed over where the version cannot run here. */
  public static TestDatabase on(MySqlVersion version) throws SQLException {
    assumeTrue(version.missing().isEmpty(), () -> version.missing().orElse(""));
    return new TestDatabase(SharedMySql.newDatabase(version));
  }

  /** The same database for another user, who has no password. */
  public Database as(String user) {
    return Connectors.open(new Endpoint(url, user, new Secret("")));
  }

  public Database database() {
    return database;
  }

  public String url() {
    return url;
  }

  public String name() {
    return url.replaceFirst(".*/", "").replaceFirst("\\?.*", "");
  }

  /** The lease of a migration that is named like the database, and taken. */
  public Lease lease() {
    Lease lease = new Lease(name(), "store", 1);
    database.workspace().take(lease);
    return lease;
  }

  public void run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of each row. */
  public List<String> ask(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }

  public Table table(String name) {
    return database.catalog().tables().stream()
        .filter(table -> table.name().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws SQLException {
    database.close();
    connection.close();
  }
}
