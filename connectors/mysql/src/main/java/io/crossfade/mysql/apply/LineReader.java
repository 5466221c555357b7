package io.crossfade.mysql.apply;

import io.crossfade.model.Row;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows out of lines of tab-separated canonical texts, which come in pieces of any length. */
final class LineReader {
  /** Takes a row. */
  interface RowSink {
    void accept(Row row) throws SQLException;
  }

  private final int columns;
  private final RowSink sink;

  /** Of the value that is being read, without its escapes. */
  private byte[] value = new byte[1024];

  private int length;
  private boolean isEscaped;
  private boolean isNull;
  private @Nullable String[] values;
  private int column;

  LineReader(int columns, RowSink sink) {
    this.columns = columns;
    this.sink = sink;
    this.values = new String[columns];
  }

  void read(byte[] buffer, int offset, int count) throws SQLException {
    for (int i = offset; i < offset + count; i++) {
      byte b = buffer[i];
      if (isEscaped) {
        unescape(b);
      } else if (b == '\\') {
        isEscaped = true;
      } else if (b == '\t') {
        endValue();
      } else if (b == '\n') {
        endLine();
      } else {
        add(b);
      }
    }
  }

  private void unescape(byte b) {
    isEscaped = false;
    switch (b) {
      case 'N' -> isNull = true;
      case 'n' -> add((byte) '\n');
      case 'r' -> add((byte) '\r');
      case 't' -> add((byte) '\t');
      default -> add(b);
    }
  }

  private void add(byte b) {
    if (length == value.length) {
      value = Arrays.copyOf(value, 2 * length);
    }
    value[length++] = b;
  }

  private void endValue() {
    values[column++] = isNull ? null : new String(value, 0, length, StandardCharsets.UTF_8);
    length = 0;
    isNull = false;
  }

  private void endLine() throws SQLException {
    if (columns > 0) {
      endValue();
    }
    sink.accept(Row.of(values));
    values = new String[columns];
    column = 0;
  }
}
