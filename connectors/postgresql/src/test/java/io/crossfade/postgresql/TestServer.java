package io.crossfade.postgresql;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.Secret;
import io.crossfade.servers.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real server per version, started at the first use and shared by the tests; each takes a
 * database of its own.
 */
final class TestServer {
  private static final Map<Integer, TestServer> STARTED = new HashMap<>();
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final EmbeddedPostgres server;

  private TestServer(EmbeddedPostgres server) {
    this.server = server;
  }

  static synchronized TestServer ofVersion(int majorVersion) {
    return STARTED.computeIfAbsent(majorVersion, TestServer::start);
  }

  private static TestServer start(int majorVersion) {
    try {
      Map<String, String> settings =
          Map.of(
              "wal_level", "logical",
              "wal_sender_timeout", "2s",
              "max_prepared_transactions", "10",
              "max_replication_slots", "30",
              "max_wal_senders", "30");
      return new TestServer(
          EmbeddedPostgres.start(
              majorVersion, Files.createTempDirectory("crossfade-pg"), false, settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new, empty database. */
  Endpoint newDatabase() {
    String name = "t" + DATABASES.incrementAndGet();
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Endpoint(server.jdbcUrl(name), server.user(), new Secret(""));
  }

  /** A plain connection, as an application would open it. */
  static Connection connect(Endpoint endpoint) throws SQLException {
    return DriverManager.getConnection(endpoint.url());
  }

  static void execute(Endpoint endpoint, String... statements) {
    try (Connection connection = connect(endpoint);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static String query(Endpoint endpoint, String sql) {
    try (Connection connection = connect(endpoint)) {
      return query(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database));
  }
}
