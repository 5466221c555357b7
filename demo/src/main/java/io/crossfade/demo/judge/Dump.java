package io.crossfade.demo.judge;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// One side's dump: table after table, all of one snapshot, row by row as text.
final class Dump implements Rows, AutoCloseable {
  private final Connection connection;
  private @Nullable CopyOut rows;

  Dump(String url) throws SQLException {
    connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      // Both sides have to print alike, whatever their settings are.
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET DateStyle = 'ISO, YMD'");
      statement.execute("SET extra_float_digits = 3");
      statement.execute("SET bytea_output = 'hex'");
      statement.execute("SET jit = off");
    }
  }

  void begin(String query) throws SQLException {
    rows =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + query + ") TO STDOUT");
  }

  @Override
  public byte @Nullable [] next() throws SQLException {
    return rows == null ? null : rows.readFromCopy();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
