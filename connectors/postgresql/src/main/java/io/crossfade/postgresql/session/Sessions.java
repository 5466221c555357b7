package io.crossfade.postgresql.session;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.session.Session;
import io.crossfade.connector.session.SqlWork;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * The one place that opens connections to a database.
 *
 * <p>A few idle ordinary sessions are kept, because connecting costs more than a short query and a
 * switch makes many of those. Every session begins with the same settings, whatever the role, the
 * database or the one before it had set: values come in canonical text, nothing is hidden by row
 * security, and names must be qualified. A commit waits for standbys as the server says, but never
 * for a stream of ours: that may be the very one that waits for this commit.
 *
 * <p>All sessions are with one and the same server: see {@link SameServer}.
 */
public final class Sessions implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Sessions.class.getName());
  private static final int KEPT_IDLE = 4;
  private static final int PROBE_MILLIS = 5_000;

  private static final String SETTINGS =
      """
      SET DateStyle = 'ISO, YMD'; SET TimeZone = 'UTC'; SET IntervalStyle = 'postgres';
      SET extra_float_digits = 3; SET bytea_output = 'hex'; SET client_encoding = 'UTF8';
      SET lc_monetary = 'C'; SET xmloption = 'content'; SET search_path = pg_catalog; SET row_security = off;
      SET array_nulls = on; SET transform_null_equals = off; SET standard_conforming_strings = on; SET quote_all_identifiers = off;
      SET default_transaction_isolation = 'read committed'; SET default_transaction_read_only = off;
      SET jit = off; SET lock_timeout = '1min'; SET statement_timeout = 0;
      SET idle_in_transaction_session_timeout = '5min'; SET idle_session_timeout = 0;
      SELECT set_config('synchronous_commit',
        CASE WHEN current_setting('synchronous_standby_names') ~ 'crossfade/|[*]' THEN 'local' ELSE 'on' END, false),
        pg_backend_pid(),
        CASE WHEN current_setting('transaction_timeout', true) <> '0' THEN set_config('transaction_timeout', '0', false) END,
      """
          + SameServer.COLUMNS;

  private static final String RESET =
      "CLOSE ALL; UNLISTEN *; DISCARD TEMP; SELECT pg_catalog.pg_advisory_unlock_all();"
          + " RESET SESSION AUTHORIZATION; RESET ALL; SET application_name = 'crossfade/idle'; "
          + SETTINGS;

  private final Endpoint endpoint;
  private final Driver driver = new Driver();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final SameServer server;
  private boolean closed;

  public Sessions(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.server = new SameServer(name());
  }

  /** The database's address for messages: without parameters, which may hold a password. */
  public String name() {
    int parameters = endpoint.url().indexOf('?');
    return parameters < 0 ? endpoint.url() : endpoint.url().substring(0, parameters);
  }

  /** Does something short in a session, in autocommit mode unless it says otherwise. */
  public <T> T call(String what, String doing, SqlWork<T> work) {
    try (Session session = open(what)) {
      return work.on(session.connection());
    } catch (SQLException e) {
      throw failed(doing, e);
    }
  }

  /** Takes a whole session; {@code what} says for whom, as in {@code shop/copy}. */
  public Session open(String what) {
    for (Connection kept = idle(); kept != null; kept = idle()) {
      if (isAlive(kept, what)) {
        return new Session(kept, this::giveBack);
      }
      drop(kept);
    }
    return openAnew(what);
  }

  /** As {@link #open}, over a connection of its own: who answers there now answers. */
  public Session openAnew(String what) {
    return new Session(connect(what, new Properties()).connection(), this::giveBack);
  }

  /**
   * Opens a connection that can run replication commands. It is never kept: who opens it closes it.
   */
  public Replication replication(String what) {
    Properties properties = new Properties();
    properties.setProperty("replication", "database");
    properties.setProperty("preferQueryMode", "simple");
    return connect(what, properties);
  }

  /**
   * A connection that can run replication commands.
   *
   * @param vigil for who reads with a timeout, and so has to look after it himself
   */
  public record Replication(Connection connection, Vigil vigil) {}

  /**
   * What to throw when {@code doing} failed: says which database and what the server said, unless
   * the server would show a row's values.
   */
  public CrossfadeException failed(String doing, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String why = RefusedRow.is(e) ? RefusedRow.reason(e) : e.getMessage();
    Map<String, String> fields = new TreeMap<>(Map.of("database", name(), "sqlState", state));
    if (SqlState.mayPass(e)) {
      fields.put(CrossfadeException.PASSES, "true");
    }
    return new CrossfadeException(
        ErrorCode.DATABASE_FAILED, "could not " + doing + " on " + name() + ": " + why, fields, e);
  }

  /** Under which name the server lists a session; the server cuts it at 63 bytes. */
  public static String applicationName(String what) {
    return "crossfade/" + what;
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

  private Replication connect(String what, Properties properties) {
    OtherSession seen = new OtherSession(endpoint);
    Vigil vigil = new Vigil(seen);
    String sockets = PatientSockets.offer(vigil);
    properties.setProperty("socketFactory", PatientSockets.class.getName());
    properties.setProperty("socketFactoryArg", sockets);
    properties.setProperty("user", endpoint.user());
    properties.setProperty("password", endpoint.password().reveal());
    properties.setProperty("ApplicationName", applicationName(what));
    properties.setProperty("assumeMinServerVersion", "15");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "20");
    properties.setProperty("tcpKeepAlive", "true");
    // Binary values would be put into text by the driver, in its own way rather than the server's.
    properties.setProperty("binaryTransfer", "false");
    try {
      Connection connection = driver.connect(endpoint.url(), properties);
      if (connection == null) {
        throw new CrossfadeException(
            ErrorCode.DATABASE_FAILED,
            "the PostgreSQL driver does not understand the URL " + name());
      }
      seen.is(begun(connection));
      return new Replication(connection, vigil);
    } catch (SQLException e) {
      throw failed("connect as " + endpoint.user(), e);
    } finally {
      PatientSockets.withdraw(sockets);
    }
  }

  private int begun(Connection connection) throws SQLException {
    boolean begun = false;
    try {
      int number = begin(connection);
      begun = true;
      return number;
    } finally {
      if (!begun) {
        drop(connection);
      }
    }
  }

  /** Returns the server's number of the session: behind a pooler, the driver has another one. */
  private int begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean isResult = statement.execute(SETTINGS);
      while (!isResult) {
        isResult = statement.getMoreResults();
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        server.require(row.getString(4), row.getString(5));
        return row.getInt(2);
      }
    }
  }

  private static boolean isAlive(Connection connection, String what) {
    try {
      connection.setNetworkTimeout(Runnable::run, PROBE_MILLIS);
      connection.setClientInfo("ApplicationName", applicationName(what));
      connection.setNetworkTimeout(Runnable::run, 0);
      return true;
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
      run(connection, RESET);
      return true;
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "a session could not be reset", e);
      return false;
    }
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
