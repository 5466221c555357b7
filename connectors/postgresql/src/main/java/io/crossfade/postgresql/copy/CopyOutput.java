package io.crossfade.postgresql.copy;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads what a COPY TO STDOUT gives, row by row. */
final class CopyOutput {
  private CopyOutput() {}

  /** Returns the number of rows that the server counted. */
  static long read(Connection connection, String sql, RowBytes sink) throws SQLException {
    CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
    try {
      for (byte[] bytes = copy.readFromCopy(); bytes != null; bytes = copy.readFromCopy()) {
        sink.accept(bytes);
      }
      return copy.getHandledRowCount();
    } finally {
      // Only when the sink threw. A cancel may come when all rows are on their way already, and
      // the next query would then read them: the connection is given up instead.
      if (copy.isActive()) {
        connection.abort(Runnable::run);
      }
    }
  }

  interface RowBytes {
    void accept(byte[] row);
  }
}
