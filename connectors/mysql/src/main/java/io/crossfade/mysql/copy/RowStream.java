package io.crossfade.mysql.copy;

import io.crossfade.connector.Snapshot.ByteSink;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.ConvertedValues;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of one query, read as they come: never more than one of them is in memory. */
final class RowStream {
  private final TableMapping mapping;
  private final List<ReadColumn> columns;
  private final ConvertedValues conversions;
  private final Connection connection;
  private final String sql;

  RowStream(Connection connection, TableMapping mapping, String condition) throws SQLException {
    this.mapping = mapping;
    this.columns = ReadColumn.of(mapping);
    this.conversions = ConvertedValues.ofRead(mapping);
    this.connection = connection;
    this.sql = SelectSql.of(connection, mapping, condition);
  }

  /** Returns how many there were. */
  long rows(Consumer<Row> sink) throws SQLException {
    return read(row -> {
      @Nullable String[] values = values(row);
      conversions.convert(values);
      sink.accept(Row.of(values));
    });
  }

  /** As lines of canonical text. */
  long lines(ByteSink sink) throws SQLException {
    LineBuffer line = new LineBuffer(sink);
    LineColumn[] lineColumns = LineColumn.of(mapping, columns);
    @Nullable String[] values = new String[lineColumns.length];
    long rows =
        read(row -> {
          for (int i = 0; i < lineColumns.length; i++) {
            LineColumn column = lineColumns[i];
            if (column.isSeen()) {
              values[i] = column.text(row);
            }
            if (column.isConverted()) {
              line.add(conversions.convert(i, values[i], values));
            } else {
              column.addTo(line, row);
            }
          }
          line.end();
        });
    line.flush();
    return rows;
  }

  private @Nullable String[] values(ResultSet row) throws SQLException {
    @Nullable String[] values = new String[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i).text(row);
    }
    return values;
  }

  private interface RowWork {
    void accept(ResultSet row) throws SQLException;
  }

  private long read(RowWork work) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1);
      try (ResultSet row = statement.executeQuery(sql)) {
        long rows = 0;
        while (row.next()) {
          work.accept(row);
          rows++;
        }
        return rows;
      }
    }
  }
}
