package io.crossfade.mysql;

import io.crossfade.connector.Connectors;
import io.crossfade.connector.Database;
import io.crossfade.connector.Endpoint;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.EmbeddedMySql;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.servers.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/**
 * Two servers for all tests of a class, each with a database of the same name. Both were set up by
 * people with habits, each with other ones; a connection of the test's own says what it wants.
 */
final class Pair implements AutoCloseable {
  static final String DATABASE = "contract";

  private static final String[] HOSTILE = {
    "SET GLOBAL time_zone = '+05:30'",
    "SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,IGNORE_SPACE'",
    "SET GLOBAL div_precision_increment = 0",
    "SET GLOBAL sql_auto_is_null = 1",
    "SET GLOBAL TRANSACTION ISOLATION LEVEL SERIALIZABLE"
  };

  private static final String[] OTHERWISE_HOSTILE = {
    "SET GLOBAL time_zone = '-03:30'",
    "SET GLOBAL sql_mode = ''",
    "SET GLOBAL binlog_row_image = 'MINIMAL'",
    "SET GLOBAL autocommit = 0",
    "SET GLOBAL foreign_key_checks = 0",
    "SET GLOBAL innodb_lock_wait_timeout = 1"
  };

  private static final String[] WANTED = {
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    "SET NAMES utf8mb4, time_zone = '+00:00', autocommit = 1, foreign_key_checks = 1",
    "SET sql_mode = 'NO_BACKSLASH_ESCAPES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES'",
    "SET lock_wait_timeout = 30, innodb_lock_wait_timeout = 30, sql_auto_is_null = 0, div_precision_increment = 4"
  };

  private final Path place;
  private final EmbeddedMySql source;
  private final EmbeddedMySql target;
  private final Database sourceDatabase;
  private final Database targetDatabase;

  Pair(MySqlVersion sourceVersion, MySqlVersion targetVersion) {
    place = temporary();
    CompletableFuture<EmbeddedMySql> starting =
        CompletableFuture.supplyAsync(
            () -> EmbeddedMySql.start(targetVersion, place.resolve("target"), false));
    source = EmbeddedMySql.start(sourceVersion, place.resolve("source"), false);
    target = starting.join();
    setUp(source, HOSTILE);
    setUp(target, OTHERWISE_HOSTILE);
    sourceDatabase = Connectors.open(endpoint(source));
    targetDatabase = Connectors.open(endpoint(target));
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("crossfade-pair-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void setUp(EmbeddedMySql server, String[] settings) {
    try (Connection connection = plain(server, "")) {
      execute(connection, settings);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Endpoint endpoint(EmbeddedMySql server) {
    return new Endpoint(server.jdbcUrl(DATABASE), server.user(), new Secret(""));
  }

  private static Connection plain(EmbeddedMySql server, String database) throws SQLException {
    String url = "jdbc:mariadb://127.0.0.1:" + server.port() + "/" + database;
    return DriverManager.getConnection(url, server.user(), "");
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  boolean isMariaDb() {
    return source.version().isMariaDb();
  }

  Database database(Side side) {
    return side == Side.SOURCE ? sourceDatabase : targetDatabase;
  }

  Connection connect(Side side) throws SQLException {
    Connection connection = plain(server(side), DATABASE);
    execute(connection, WANTED);
    return connection;
  }

  private EmbeddedMySql server(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  void empty() throws SQLException {
    for (Side side : Side.values()) {
      try (Connection connection = plain(server(side), "")) {
        execute(connection, WANTED);
        execute(
            connection,
            "DROP DATABASE IF EXISTS crossfade",
            "DROP DATABASE IF EXISTS " + DATABASE,
            "CREATE DATABASE " + DATABASE + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
      }
    }
  }

  @Override
  public void close() {
    sourceDatabase.close();
    targetDatabase.close();
    source.close();
    target.close();
    Leftovers.delete(place);
  }
}
