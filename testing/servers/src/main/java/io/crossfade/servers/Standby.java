package io.crossfade.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A physical standby of a server: it streams the server's log until it is promoted. The caller must
 * have the driver of PostgreSQL.
 */
public final class Standby implements AutoCloseable {
  /** What {@code synchronous_standby_names} may name. */
  public static final String NAME = "standby";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedPostgres primary;
  private final EmbeddedPostgres server;

  private Standby(EmbeddedPostgres primary, EmbeddedPostgres server) {
    this.primary = primary;
    this.server = server;
  }

  /**
   * Copies the primary, which goes on meanwhile, and starts the copy.
   *
   * @param dataDir where there is nothing yet
   */
  public static Standby of(EmbeddedPostgres primary, Path dataDir) {
    BaseCopy.make(primary, dataDir);
    try {
      Files.createFile(dataDir.resolve("standby.signal"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a standby in " + dataDir, e);
    }
    String primaryIs =
        "'host=127.0.0.1 port=%d user=%s application_name=%s'"
            .formatted(primary.port(), primary.user(), NAME);
    return new Standby(
        primary,
        EmbeddedPostgres.start(
            primary.majorVersion(),
            dataDir,
            false,
            Map.of("primary_conninfo", primaryIs, "wal_retrieve_retry_interval", "'50ms'")));
  }

  /**
   * Waits until it has all that the primary has written by now. Only what is written again behind
   * that makes sure that it is sent.
   */
  public void catchUp() {
    String end =
        ask(
            primary,
            "SET synchronous_commit = local",
            "SELECT pg_logical_emit_message(true, 'standby', '')");
    await("SELECT pg_last_wal_replay_lsn() >= '" + end + "'");
  }

  /** From now on it gets nothing more. */
  public void fallBehind() {
    ask(server, "ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()");
    await("SELECT count(*) = 0 FROM pg_stat_wal_receiver");
  }

  /** To be read only, until it is promoted. */
  public String jdbcUrl(String database) {
    return server.jdbcUrl(database);
  }

  /** It becomes a primary with what it has, whether the other one still runs or not. */
  public EmbeddedPostgres promote() {
    ask(server, "SELECT pg_promote()");
    ask(server, "ALTER SYSTEM RESET primary_conninfo", "SELECT pg_reload_conf()");
    return server;
  }

  @Override
  public void close() {
    server.close();
  }

  private void await(String condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!ask(server, condition).equals("t")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("The standby waited in vain for: " + condition);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Returns what the last statement, a query, has answered. */
  private static String ask(EmbeddedPostgres server, String... statements) {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < statements.length - 1; i++) {
        statement.execute(statements[i]);
      }
      try (ResultSet row = statement.executeQuery(statements[statements.length - 1])) {
        row.next();
        return String.valueOf(row.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot ask " + server.dataDir(), e);
    }
  }
}
