package io.crossfade.postgresql.copy;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A COPY FROM STDIN that sends in blocks: one message for each row would cost as much as the row.
 */
public final class CopyInput implements AutoCloseable {
  private static final Logger LOG = System.getLogger(CopyInput.class.getName());
  private static final int BLOCK = 64 * 1024;

  private final CopyIn copy;
  private final byte[] block = new byte[BLOCK];
  private int filled;

  private CopyInput(CopyIn copy) {
    this.copy = copy;
  }

  public static CopyInput begin(Connection connection, String sql) throws SQLException {
    return new CopyInput(connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql));
  }

  public void write(byte[] buffer, int offset, int length) throws SQLException {
    if (length > BLOCK - filled) {
      flush();
    }
    if (length > BLOCK) {
      copy.writeToCopy(buffer, offset, length);
      return;
    }
    System.arraycopy(buffer, offset, block, filled, length);
    filled += length;
  }

  /** Returns how many rows the server took. */
  public long end() throws SQLException {
    flush();
    return copy.endCopy();
  }

  private void flush() throws SQLException {
    copy.writeToCopy(block, 0, filled);
    filled = 0;
  }

  /** Gives the copy up unless it has ended. */
  @Override
  public void close() {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException e) {
      // The server confirms with an error. Where the connection is lost, the session finds out.
      LOG.log(Level.DEBUG, "a copy was given up", e);
    }
  }
}
