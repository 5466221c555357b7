package io.crossfade.mysql.session;

import io.crossfade.connector.Endpoint;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/**
 * The one place that opens connections to a database.
 *
 * <p>A few idle ordinary sessions are kept, because connecting costs more than a short query. Every
 * session begins with the same settings, whatever the server or the one before it had set: values
 * come in UTF-8 and UTC, and what does not fit is refused rather than cut.
 */
public final class Sessions implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Sessions.class.getName());
  private static final int KEPT_IDLE = 4;

  private static final String SETTINGS =
      "SET NAMES utf8mb4, time_zone = '+00:00',"
          + " sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION,ALLOW_INVALID_DATES',"
          + " autocommit = 1, foreign_key_checks = 1, unique_checks = 1, lock_wait_timeout = 60,"
          + " innodb_lock_wait_timeout = 60, wait_timeout = 28800, net_write_timeout = 600,"
          + " sql_auto_is_null = 0, group_concat_max_len = 4294967295, "
          + OwnTransaction.PASS
          + " = NULL";

  private final Endpoint endpoint;
  private final Driver driver = new Driver();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private @Nullable Dialect dialect;
  private boolean closed;

  public Sessions(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** The database's address for messages: without parameters, which may hold a password. */
  public String name() {
    int parameters = endpoint.url().indexOf('?');
    return parameters < 0 ? endpoint.url() : endpoint.url().substring(0, parameters);
  }

  /** Asked once. */
  public synchronized Dialect dialect() {
    if (dialect == null) {
      dialect =
          call(
              "dialect",
              "ask for the version",
              connection -> Dialect.of(connection.getMetaData().getDatabaseProductVersion()));
    }
    return dialect;
  }

  /** Does something short in a session, in autocommit mode unless it says otherwise. */
  public <T> T call(String what, String doing, SqlWork<T> work) {
    try (Session session = open(what)) {
      return work.on(session.connection());
    } catch (SQLException e) {
      throw failed(doing, e);
    }
  }

  /** Does something short in a transaction: commits when it returns, rolls back when it throws. */
  public <T> T transaction(String what, String doing, SqlWork<T> work) {
    return call(
        what,
        doing,
        connection -> {
          connection.setAutoCommit(false);
          T result = work.on(connection);
          connection.commit();
          return result;
        });
  }

  /** Takes a whole session; {@code what} says for whom, as in {@code shop/copy}. */
  public Session open(String what) {
    for (Connection kept = idle(); kept != null; kept = idle()) {
      if (isAlive(kept)) {
        return new Session(this, kept);
      }
      drop(kept);
    }
    return new Session(this, connect(what));
  }

  /**
   * What to throw when {@code doing} failed: says which database and what the server said.
   */
  public CrossfadeException failed(String doing, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    Map<String, String> fields = new TreeMap<>(Map.of("database", name(), "sqlState", state));
    if (SqlState.mayPass(e)) {
      fields.put(CrossfadeException.PASSES, "true");
    }
    return new CrossfadeException(
        ErrorCode.DATABASE_FAILED,
        "could not " + doing + " on " + name() + ": " + e.getMessage(),
        fields,
        e);
  }

  void giveBack(Connection connection) {
    if (!isReset(connection)) {
      drop(connection);
      return;
    }
    synchronized (idle) {
      if (!closed && idle.size() < KEPT_IDLE) {
        idle.push(connection);
        return;
      }
    }
    drop(connection);
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(Sessions::drop);
      idle.clear();
    }
  }

  private @Nullable Connection idle() {
    synchronized (idle) {
      return idle.poll();
    }
  }

  /** A connection of its own, never kept: who opens it closes it. */
  public Connection connect(String what) {
    Properties properties = new Properties();
    properties.setProperty("user", endpoint.user());
    properties.setProperty("password", endpoint.password().reveal());
    properties.setProperty("connectionAttributes", "program_name:crossfade/" + what);
    properties.setProperty("connectTimeout", "10000");
    properties.setProperty("tcpKeepAlive", "true");
    // Binary results: a FLOAT in text has lost digits.
    properties.setProperty("useServerPrepStmts", "true");
    properties.setProperty("allowLocalInfile", "true");
    try {
      Connection connection = driver.connect(url(), properties);
      if (connection == null) {
        throw new CrossfadeException(
            ErrorCode.DATABASE_FAILED,
            "the MariaDB driver does not understand the URL " + name());
      }
      begin(connection);
      return connection;
    } catch (SQLException e) {
      throw failed("connect as " + endpoint.user(), e);
    }
  }

  /** The driver for both knows only one of the two names. */
  private String url() {
    return endpoint.url().replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
  }

  private static boolean isAlive(Connection connection) {
    try {
      return connection.isValid(5);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "an idle session has ended", e);
      return false;
    }
  }

  private static boolean isReset(Connection connection) {
    try {
      if (connection.isClosed()) {
        return false;
      }
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      begin(connection);
      return true;
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "a session could not be reset", e);
      return false;
    }
  }

  private static void begin(Connection connection) throws SQLException {
    run(connection, SETTINGS);
    // The one setting whose variable has two names.
    run(connection, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
    run(connection, "DO RELEASE_ALL_LOCKS()");
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void drop(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "a session did not close cleanly", e);
    }
  }
}
