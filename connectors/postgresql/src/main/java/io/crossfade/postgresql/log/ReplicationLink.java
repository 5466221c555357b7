package io.crossfade.postgresql.log;

import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.session.Vigil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyDual;

/**
 * The conversation with the server's log sender, from one thread.
 *
 * <p>It uses the driver's two-way COPY instead of its replication stream, which confirms more than
 * it is told when the server is idle, takes a timeout within a message for idleness, and does not
 * show a keepalive's position.
 */
final class ReplicationLink implements AutoCloseable {
  private static final long MICROS_BEFORE_2000 = 946_684_800_000_000L;

  /**
   * Reading returns empty-handed after a millisecond; sooner only if the other end is gone, and
   * then we must not spin.
   */
  private static final long SUSPICIOUSLY_SHORT_NANOS = 100_000;

  private static final String CONNECTION_LOST = "08006";

  private final Connection connection;
  private final Vigil vigil;
  private final CopyDual copy;
  private final ByteBuffer status = ByteBuffer.allocate(34);

  private ReplicationLink(Sessions.Replication session, CopyDual copy) {
    this.connection = session.connection();
    this.vigil = session.vigil();
    this.copy = copy;
  }

  /** Sends START_REPLICATION; the connection is the link's from now on. */
  static ReplicationLink start(Sessions.Replication session, String command) throws SQLException {
    session.connection().clearWarnings();
    PGConnection driver = session.connection().unwrap(PGConnection.class);
    return new ReplicationLink(session, driver.getCopyAPI().copyDual(command));
  }

  /**
   * To be called now and then while the server answers nothing, not even a ping. Throws when it
   * never will, and not while it reads a log of which it has nothing to tell.
   */
  void look() throws SQLException {
    try {
      vigil.look();
    } catch (IOException e) {
      throw new SQLException("the log comes no more: " + e.getMessage(), CONNECTION_LOST, e);
    }
  }

  /** The next message, or null when none came within about a millisecond. */
  byte @Nullable [] read() throws SQLException {
    long begin = System.nanoTime();
    byte[] message = copy.readFromCopy(false);
    if (message == null && System.nanoTime() - begin < SUSPICIOUSLY_SHORT_NANOS) {
      LockSupport.parkNanos(SUSPICIOUSLY_SHORT_NANOS);
    }
    return message;
  }

  /** Tells the server how far we have read and what it may forget; with {@code ping} it answers. */
  void report(Lsn received, Lsn confirmed, boolean ping) throws SQLException {
    Instant now = Instant.now();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000 - MICROS_BEFORE_2000;
    status.clear();
    status.put((byte) 'r').putLong(received.value());
    status.putLong(confirmed.value()).putLong(confirmed.value());
    status.putLong(micros).put((byte) (ping ? 1 : 0));
    copy.writeToCopy(status.array(), 0, status.capacity());
    copy.flushCopy();
  }

  /** A warning that the server has sent since the last call. */
  @Nullable SQLWarning warning() throws SQLException {
    SQLWarning warning = connection.getWarnings();
    if (warning != null) {
      connection.clearWarnings();
    }
    return warning;
  }

  /** Cuts the connection, from any thread. */
  void abort() throws SQLException {
    connection.abort(Runnable::run);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
