package io.crossfade.postgresql.copy;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that a chunk writes, and rows as lines for them. */
final class WrittenColumns {
  private static final int PART = 64 * 1024;

  private final TableMapping mapping;

  WrittenColumns(TableMapping mapping) {
    this.mapping = mapping;
  }

  List<String> names() {
    return mapping.written();
  }

  String table() {
    return mapping.to().name().toString();
  }

  /** Takes a part of a line. */
  interface Parts {
    void accept(byte[] part) throws SQLException;
  }

  /**
   * The row as a line, a large one in parts. It has no values for {@code WhenMissing} columns:
   * theirs stand in the mapping.
   */
  void line(Row row, Parts parts) throws SQLException {
    StringBuilder line = new StringBuilder();
    int next = 0;
    String separator = "";
    for (ColumnMapping column : mapping.columns()) {
      line.append(separator);
      separator = "\t";
      String value =
          column instanceof ColumnMapping.WhenMissing missing ? missing.value() : row.value(next++);
      append(line, value, parts);
    }
    give(line.append('\n'), parts);
  }

  private static void append(StringBuilder line, @Nullable String value, Parts parts)
      throws SQLException {
    if (value == null || value.length() <= PART) {
      CopyText.append(line, value);
      return;
    }
    int from = 0;
    while (from < value.length()) {
      int to = Math.min(value.length(), from + PART);
      if (to < value.length() && Character.isHighSurrogate(value.charAt(to - 1))) {
        to--;
      }
      CopyText.append(line, value.substring(from, to));
      give(line, parts);
      from = to;
    }
  }

  private static void give(StringBuilder line, Parts parts) throws SQLException {
    parts.accept(line.toString().getBytes(StandardCharsets.UTF_8));
    line.setLength(0);
  }
}
