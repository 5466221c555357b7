package io.crossfade.postgresql.copy;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The columns that a chunk writes, and rows as lines for them. */
final class WrittenColumns {
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

  /** The row has no values for {@code WhenMissing} columns: theirs stand in the mapping. */
  byte[] line(Row row) {
    StringBuilder line = new StringBuilder();
    int next = 0;
    String separator = "";
    for (ColumnMapping column : mapping.columns()) {
      line.append(separator);
      separator = "\t";
      String value =
          column instanceof ColumnMapping.WhenMissing missing ? missing.value() : row.value(next++);
      CopyText.append(line, value);
    }
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
