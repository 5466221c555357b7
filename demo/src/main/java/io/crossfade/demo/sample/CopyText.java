package io.crossfade.demo.sample;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Rows on their way into a table, a few megabytes at a time.
final class CopyText {
  private static final int ENOUGH = 4_000_000;

  private final Connection connection;
  private final String into;
  private final StringBuilder text = new StringBuilder();

  /// @param into a table, with its columns where not all are given
  CopyText(Connection connection, String into) {
    this.connection = connection;
    this.into = into;
  }

  void row(@Nullable Object... values) throws SQLException, IOException {
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : "\t").append(escaped(values[i]));
    }
    text.append('\n');
    if (text.length() >= ENOUGH) {
      flush();
    }
  }

  void flush() throws SQLException, IOException {
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("COPY " + into + " FROM STDIN", new StringReader(text.toString()));
    text.setLength(0);
  }

  private static String escaped(@Nullable Object value) {
    return value == null
        ? "\\N"
        : value
            .toString()
            .replace("\\", "\\\\")
            .replace("\t", "\\t")
            .replace("\n", "\\n")
            .replace("\r", "\\r");
  }
}
