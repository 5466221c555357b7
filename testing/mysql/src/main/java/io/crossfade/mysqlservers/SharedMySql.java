package io.crossfade.mysqlservers;

import io.crossfade.servers.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One server per version for all tests of a JVM, for a start takes seconds. Tests keep apart by a
 * database of their own; the binlog, the users and the database {@code crossfade} are the whole
 * server's. Who stops or kills a server starts one with {@link EmbeddedMySql}.
 */
public final class SharedMySql {
  private static final Map<MySqlVersion, EmbeddedMySql> RUNNING = new EnumMap<>(MySqlVersion.class);
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private SharedMySql() {}

  /** The server, which is not durable, is started by the first who asks and ends with the JVM. */
  public static synchronized EmbeddedMySql of(MySqlVersion version) {
    return RUNNING.computeIfAbsent(version, SharedMySql::start);
  }

  /**
   * Makes an empty database on the shared server. The caller must have the driver of MariaDB.
   *
   * @return its JDBC URL
   */
  public static String newDatabase(MySqlVersion version) {
    EmbeddedMySql server = of(version);
    String name = "test_" + DATABASES.incrementAndGet();
    String url = "jdbc:mariadb://127.0.0.1:" + server.port() + "/";
    try (Connection connection = DriverManager.getConnection(url, server.user(), "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot make database " + name, e);
    }
    return server.jdbcUrl(name);
  }

  private static EmbeddedMySql start(MySqlVersion version) {
    try {
      Path place = Files.createTempDirectory("crossfade-" + version.label() + "-");
      EmbeddedMySql server = EmbeddedMySql.start(version, place, false);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                server.close();
                Leftovers.delete(place);
              }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a directory for a shared server", e);
    }
  }
}
