package io.crossfade.postgresql.copy;

import io.crossfade.connector.Snapshot.ByteSink;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.ConvertedValues;
import io.crossfade.postgresql.mapping.MappedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows as a mapping has them, also where another engine's values are made of ours. */
final class ConvertedRows {
  private ConvertedRows() {}

  /** Returns how many there were. */
  static long read(Connection connection, TableMapping mapping, String select, Consumer<Row> sink)
      throws SQLException {
    int columns = MappedColumn.of(mapping).size();
    ConvertedValues converted = ConvertedValues.ofRead(mapping);
    return CopyOutput.read(
        connection,
        "COPY (" + select + ") TO STDOUT",
        line -> {
          @Nullable String[] values = CopyText.split(line, columns);
          converted.convert(values);
          sink.accept(Row.of(values));
        });
  }

  /** As {@link FrameFormat#LINES}. */
  static long lines(Connection connection, TableMapping mapping, String select, ByteSink sink)
      throws SQLException {
    CopyLine line = new CopyLine();
    return read(
        connection,
        mapping,
        select,
        row -> {
          for (int i = 0; i < row.size(); i++) {
            line.append(row.value(i));
            line.tab();
          }
          line.end();
          line.send(sink);
        });
  }
}
