package io.crossfade.mysql.copy;

import io.crossfade.connector.TextSink;
import io.crossfade.mysql.values.Form;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As {@link RowStream}, value by value: mostly the bytes that the server gives. */
final class TextStream {
  private static final byte[] ZONE = "+00".getBytes(StandardCharsets.ISO_8859_1);

  private final ReadColumn[] columns;

  TextStream(List<ReadColumn> columns) {
    this.columns = columns.toArray(ReadColumn[]::new);
  }

  /** Returns how many rows there were. */
  long read(Connection connection, String sql, TextSink sink) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1);
      try (ResultSet row = statement.executeQuery(sql)) {
        long rows = 0;
        while (row.next()) {
          for (ReadColumn column : columns) {
            give(sink, column, row);
          }
          sink.end();
          rows++;
        }
        return rows;
      }
    }
  }

  private static void give(TextSink sink, ReadColumn column, ResultSet row) throws SQLException {
    Form form = column.form();
    if (form == null) {
      give(sink, column.constant());
      return;
    }
    byte[] value = row.getBytes(column.place());
    if (value == null) {
      sink.nothing();
      return;
    }
    switch (form) {
      case PLAIN, TEXT -> sink.value(value, 0, value.length);
      case FRACTION -> sink.value(value, 0, Form.withoutZeros(value));
      case INSTANT -> {
        int end = Form.withoutZeros(value);
        byte[] zoned = Arrays.copyOf(value, end + ZONE.length);
        System.arraycopy(ZONE, 0, zoned, end, ZONE.length);
        sink.value(zoned, 0, zoned.length);
      }
      case FLOAT, DOUBLE, BYTES -> give(sink, form.text(value));
    }
  }

  private static void give(TextSink sink, @Nullable String text) {
    if (text == null) {
      sink.nothing();
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      sink.value(bytes, 0, bytes.length);
    }
  }
}
