package io.crossfade.mysql.session;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.session.Session;
import io.crossfade.connector.session.SqlWork;
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
 *
 * <p>All sessions are with one and the same server: see {@link SameServer}.
 */
public final class Sessions implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Sessions.class.getName());
  private static final int KEPT_IDLE = 4;

  private static final String SETTINGS =
      """
      SET NAMES utf8mb4, time_zone = '+00:00', autocommit = 1, foreign_key_checks = 1, unique_checks = 1,
      sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION,ALLOW_INVALID_DATES',
      sql_auto_is_null = 0, sql_safe_updates = 0, sql_select_limit = DEFAULT, sql_big_selects = 1,
      group_concat_max_len = 4294967295, default_storage_engine = InnoDB, sql_quote_show_create = 1,
      lock_wait_timeout = 60, innodb_lock_wait_timeout = 60, wait_timeout = 28800,
      net_read_timeout = 600, net_write_timeout = 600, sql_notes = 0, @crossfade_locks = RELEASE_ALL_LOCKS(),
      """
          + OwnTransaction.PASS
          + " = NULL, ";

  private static final String MYSQL =
      "max_execution_time = 0, information_schema_stats_expiry = 0, transaction_isolation = 'READ-COMMITTED', transaction_read_only = 0";

  private static final String MARIADB =
      "max_statement_time = 0, tx_isolation = 'READ-COMMITTED', tx_read_only = 0,"
          + " idle_transaction_timeout = 300, idle_write_transaction_timeout = 0, idle_readonly_transaction_timeout = 0";

  private final Endpoint endpoint;
  private final Driver driver = new Driver();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final SameServer server;
  private @Nullable Dialect dialect;
  private boolean closed;

  public Sessions(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.server = new SameServer(name());
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
      dialect = call("dialect", "ask for the version", Dialect::of);
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
        return new Session(kept, this::giveBack);
      }
      drop(kept);
    }
    return openAnew(what);
  }

  /** As {@link #open}, over a connection of its own: who answers there now answers. */
  public Session openAnew(String what) {
    return new Session(connect(what), this::giveBack);
  }

  /** Which server it is, by the name that it has for itself. */
  public String server(Connection connection) throws SQLException {
    return SameServer.read(connection, Dialect.of(connection));
  }

  /**
   * What to throw when {@code doing} failed: says which database and what the server said, unless
   * the server would show a row's values.
   */
  public CrossfadeException failed(String doing, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String why = RefusedRow.showsValues(e) ? RefusedRow.reason(e) : said(e);
    Map<String, String> fields = new TreeMap<>(Map.of("database", name(), "sqlState", state));
    if (SqlState.mayPass(e)) {
      fields.put(CrossfadeException.PASSES, "true");
    }
    return new CrossfadeException(
        ErrorCode.DATABASE_FAILED, "could not " + doing + " on " + name() + ": " + why, fields, e);
  }

  /** Without the driver's number of the connection, which is another one each time. */
  private static String said(SQLException e) {
    return String.valueOf(e.getMessage()).replaceFirst("^\\(conn=-?\\d+\\) ", "");
  }

  private void giveBack(Connection connection) {
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
    // Whoever waits for a server that is gone without a word is told so within a minute.
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("tcpKeepIdle", "30");
    properties.setProperty("tcpKeepInterval", "10");
    properties.setProperty("tcpKeepCount", "3");
    // Binary results: a FLOAT in text has lost digits.
    properties.setProperty("useServerPrepStmts", "true");
    // Makes MariaDB take its bulk protocol, of which we only use our own BulkStatement: where a
    // kept
    // statement's table was made anew meanwhile, the server fails without a word.
    properties.setProperty("useBulkStmtsForInserts", "true");
    // A server could ask for any file of ours.
    properties.setProperty("allowLocalInfile", "false");
    try {
      Connection connection = driver.connect(url(), properties);
      if (connection == null) {
        throw new CrossfadeException(
            ErrorCode.DATABASE_FAILED, "the MariaDB driver does not understand the URL " + name());
      }
      return begun(connection);
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
      // In autocommit mode too: who began a transaction by a statement may have failed in it.
      connection.rollback();
      connection.setAutoCommit(true);
      begin(connection);
      return true;
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "a session could not be reset", e);
      return false;
    }
  }

  private Connection begun(Connection connection) throws SQLException {
    boolean begun = false;
    try {
      server.require(server(connection));
      begin(connection);
      begun = true;
      return connection;
    } finally {
      if (!begun) {
        drop(connection);
      }
    }
  }

  private static void begin(Connection connection) throws SQLException {
    run(
        connection,
        SETTINGS
            + switch (Dialect.of(connection)) {
              case MYSQL -> MYSQL;
              case MARIADB -> MARIADB;
            });
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
