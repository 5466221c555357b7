package io.crossfade.engine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.engine.CrossfadeVersion;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;

/// The control store: what must survive the process. It never holds what only the two databases can
/// know.
///
/// Whoever opens one on a directory holds its [ProcessGuard]. Safe for use by several threads.
public final class Store implements AutoCloseable {
  private static final String SCRIPTS = "classpath:io/crossfade/engine/store/sql";

  private final HikariDataSource connections;
  private final EventLog events;
  private final Decisions decisions;
  private final Leases leases;

  Store(HikariDataSource connections, StoreDatabase database, InstantSource clock) {
    this.connections = connections;
    this.events = new EventLog(database, clock, CrossfadeVersion.current());
    this.decisions = new Decisions(database);
    this.leases = new Leases(database);
  }

  /// Opens the store in a directory, making it if it is not there.
  public static Store open(Path directory, InstantSource clock) {
    Path file = directory.toAbsolutePath().normalize().resolve("store");
    HikariDataSource connections = connect(file);
    try {
      Flyway.configure(Store.class.getClassLoader())
          .dataSource(connections)
          .locations(SCRIPTS)
          .load()
          .migrate();
      return new Store(
          connections,
          new StoreDatabase(Jdbi.create(connections), file.toString(), "CHECKPOINT SYNC"),
          clock);
    } catch (FlywayException e) {
      connections.close();
      throw unreadable(file, e);
    }
  }

  /// What has happened to each migration.
  public EventLog events() {
    return events;
  }

  /// The outcomes of switches.
  public Decisions decisions() {
    return decisions;
  }

  public Leases leases() {
    return leases;
  }

  @Override
  public void close() {
    connections.close();
  }

  private static HikariDataSource connect(Path file) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url(file));
    config.setUsername("crossfade");
    config.setPoolName("store");
    config.setMaximumPoolSize(4);
    config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  /// WRITE_DELAY=0, or H2 loses acknowledged commits when the process is killed. REUSE_SPACE=FALSE,
  /// or it writes over what is older than 45 seconds, and then, killed, finds the last commits no
  /// more. The file grows by some 15 kilobytes with each event instead. Only close() closes the
  /// file: H2's own shutdown hook would take it from under a migration that is still ending.
  private static String url(Path file) {
    if (file.toString().indexOf(';') >= 0) {
      throw new CrossfadeException(
          ErrorCode.PREFLIGHT_FAILED,
          "the state directory %s has a semicolon in its name, which the store's driver cannot take. Choose another one with --state-dir."
              .formatted(file.getParent()));
    }
    return "jdbc:h2:file:"
        + file
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        + ";WRITE_DELAY=0;REUSE_SPACE=FALSE;DB_CLOSE_ON_EXIT=FALSE";
  }

  private static CrossfadeException unreadable(Path file, Exception cause) {
    return new CrossfadeException(
        ErrorCode.DATABASE_FAILED,
        "the control store %s cannot be opened: %s. A newer Crossfade may have written it, or its disk may be full or read-only."
            .formatted(file, cause.getMessage()),
        cause);
  }
}
