package io.crossfade.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One server per version for all tests of a JVM, for a start takes a second. Tests keep apart by a
 * database of their own; replication slots and roles are the whole server's, so give them names of
 * their own too. Who stops or kills a server starts one with {@link EmbeddedPostgres}.
 */
public final class SharedPostgres {
  private static final Map<Integer, EmbeddedPostgres> RUNNING = new HashMap<>();
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private SharedPostgres() {}

  /** The server, which is not durable, is started by the first who asks and ends with the JVM. */
  public static synchronized EmbeddedPostgres ofVersion(int majorVersion) {
    return RUNNING.computeIfAbsent(majorVersion, SharedPostgres::start);
  }

  /**
   * Makes an empty database on the shared server. The caller must have the driver of PostgreSQL.
   *
   * @return its JDBC URL, user included
   */
  public static String newDatabase(int majorVersion) {
    EmbeddedPostgres server = ofVersion(majorVersion);
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot make database " + name, e);
    }
    return server.jdbcUrl(name);
  }

  private static EmbeddedPostgres start(int majorVersion) {
    try {
      Path directory = Files.createTempDirectory("crossfade-postgresql-" + majorVersion + "-");
      EmbeddedPostgres server =
          EmbeddedPostgres.start(majorVersion, directory.resolve("data"), false);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, directory)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a directory for a shared server", e);
    }
  }

  private static void end(EmbeddedPostgres server, Path directory) {
    server.close();
    Leftovers.delete(directory);
  }
}
