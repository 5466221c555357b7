package io.crossfade.client;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A DataSource over the two sides of a migration. Each transaction runs on the side that the route
 * says when it begins; one connection may serve many transactions, and moves between them.
 *
 * <ul>
 *   <li>A transaction begins with the first statement that is executed, not with {@code
 *       getConnection}. With autoCommit each execution is a transaction.
 *   <li>While the route is held, beginning waits, at most for the router's limit; then it fails
 *       with SQLSTATE 08001, and nothing has been sent.
 *   <li>Settings of the connection and statements follow it to the other side; a statement with
 *       streams or arrays fails there with SQLSTATE 40001: run the transaction again.
 *   <li>{@code setReadOnly(true)} before a transaction makes it a read, which may go to the other
 *       side by the route's percentage: by the key of {@link #withKey}, or else by the connection.
 *   <li>A reader sees what the same key has written in this process before.
 *   <li>A transaction that still runs on a side which is not written any more gets that database's
 *       refusal, SQLSTATE 25006, when it writes.
 *   <li>Transactions must be ended by the JDBC methods, not by SQL commands.
 * </ul>
 *
 * <p>The two pools stay the caller's, as does the router.
 */
public final class CrossfadeDataSource implements DataSource {
  private static final AtomicLong CONNECTIONS = new AtomicLong();

  private final Router router;
  private final Backends backends;
  private final ReadYourWrites readYourWrites;
  private final @Nullable String key;

  /**
   * @param source a pool of connections to the source
   * @param target a pool of connections to the target
   */
  public CrossfadeDataSource(Router router, DataSource source, DataSource target) {
    this(router, new Backends(source, target), null, null);
  }

  private CrossfadeDataSource(
      Router router,
      Backends backends,
      @Nullable ReadYourWrites readYourWrites,
      @Nullable String key) {
    this.router = router;
    this.backends = backends;
    this.readYourWrites =
        readYourWrites == null ? new ReadYourWrites(router, backends) : readYourWrites;
    this.key = key;
  }

  /**
   * The same for the work of one customer, tenant or the like, who reads what he wrote. Cheap: make
   * one per request.
   */
  public CrossfadeDataSource withKey(String readersKey) {
    return new CrossfadeDataSource(router, backends, readYourWrites, readersKey);
  }

  @Override
  public CrossfadeConnection getConnection() throws SQLException {
    // Without a key the connection is its own reader: it stays on its side of the percentage.
    String readersKey = key == null ? "connection " + CONNECTIONS.incrementAndGet() : key;
    return ConnectionProxy.of(new Session(router, backends, readYourWrites, readersKey));
  }

  @Override
  public CrossfadeConnection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        "Give the user and password to the two pools: they may differ between the sides.", "0A000");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("Set the log writer of the two pools.", "0A000");
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException("Set the login timeout of the two pools.", "0A000");
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("System.Logger is used.", "0A000");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("This DataSource is no " + type.getName() + ".", "0A000");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
