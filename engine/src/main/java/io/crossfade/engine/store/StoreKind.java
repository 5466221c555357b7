package io.crossfade.engine.store;

import com.zaxxer.hikari.HikariConfig;
import io.crossfade.connector.Endpoint;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;

/// What differs between the databases that a control store may lie in.
///
/// @param place where it is, for people
/// @param schema where its tables lie; empty where that goes without saying
/// @param sync the statement that brings what was committed to the disk itself; empty where commit
///   does that
/// @param mend what a person looks at first when it cannot be opened
record StoreKind(HikariConfig connections, String place, String schema, String sync, String mend) {
  private static final String SCHEMA = "crossfade_store";
  private static final int CONNECTIONS = 4;

  /// A commit is on the disk when it is acknowledged, whatever the server's own setting is. A
  /// transaction of a process that was stopped in its midst would keep the next one from the lease.
  private static final String SETTINGS =
      "SET synchronous_commit = on; SET default_transaction_read_only = off;"
          + " SET default_transaction_isolation = 'read committed';"
          + " SET idle_in_transaction_session_timeout = '2s'";

  static StoreKind of(StorePlace place) {
    return switch (place) {
      case StorePlace.InDirectory(Path directory) -> h2(directory);
      case StorePlace.OnServer(Endpoint endpoint) -> postgresql(endpoint);
    };
  }

  boolean isFile() {
    return schema.isEmpty();
  }

  private static StoreKind h2(Path directory) {
    Path file = directory.toAbsolutePath().normalize().resolve("store");
    HikariConfig config = pool(url(file), Duration.ofSeconds(10));
    config.setUsername("crossfade");
    return new StoreKind(
        config, file.toString(), "", "CHECKPOINT SYNC", "Its disk may be full or read-only.");
  }

  /// WRITE_DELAY=0, or H2 loses acknowledged commits when the process is killed. REUSE_SPACE=FALSE,
  /// or it writes over what is older than 45 seconds, and then, killed, finds the last commits no
  /// more. The file grows by some 15 kilobytes with each event instead. Only close() closes the
  /// file: H2's own shutdown hook would take it from under a migration that is still ending. It
  /// would write a trace of its own too, of errors that are told anyway, again and again.
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
        + ";WRITE_DELAY=0;REUSE_SPACE=FALSE;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
  }

  /// Every wait is bounded: a server that is away must be seen to be away.
  private static StoreKind postgresql(Endpoint endpoint) {
    HikariConfig config = pool(endpoint.url(), Duration.ofSeconds(1));
    config.setUsername(endpoint.user());
    config.setPassword(endpoint.password().reveal());
    config.setSchema(SCHEMA);
    config.setConnectionInitSql(SETTINGS);
    config.setMinimumIdle(1);
    config.setValidationTimeout(Duration.ofMillis(800).toMillis());
    config.addDataSourceProperty("ApplicationName", "crossfade/store");
    config.addDataSourceProperty("connectTimeout", "3");
    config.addDataSourceProperty("socketTimeout", "5");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    return new StoreKind(
        config,
        withoutParameters(endpoint.url()),
        SCHEMA,
        "",
        "See that the server runs, and that %s may make and use the schema %s there."
            .formatted(endpoint.user(), SCHEMA));
  }

  private static HikariConfig pool(String url, Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setPoolName("store");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(patience.toMillis());
    return config;
  }

  /// They may hold a password.
  private static String withoutParameters(String url) {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }
}
