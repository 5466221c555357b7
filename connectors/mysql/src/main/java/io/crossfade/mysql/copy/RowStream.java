package io.crossfade.mysql.copy;

import io.crossfade.connector.Snapshot.ByteSink;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.values.Form;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of one query, read as they come: never more than one of them is in memory. */
final class RowStream {
  private final List<ReadColumn> columns;
  private final Connection connection;
  private final String sql;

  RowStream(Connection connection, TableMapping mapping, String condition) {
    this.columns = ReadColumn.of(mapping);
    this.connection = connection;
    this.sql = SelectSql.of(mapping, condition);
  }

  /** Returns how many there were. */
  long rows(Consumer<Row> sink) throws SQLException {
    return read(row -> sink.accept(Row.of(values(row))));
  }

  /** As lines of canonical text. */
  long lines(ByteSink sink) throws SQLException {
    LineBuffer line = new LineBuffer(sink);
    Form[] forms = new Form[columns.size()];
    for (int i = 0; i < forms.length; i++) {
      forms[i] = columns.get(i).form();
    }
    long rows =
        read(
            row -> {
              int next = 1;
              for (int i = 0; i < forms.length; i++) {
                if (forms[i] == null) {
                  line.add(columns.get(i).constant());
                } else {
                  line.add(forms[i], row.getBytes(next++));
                }
              }
              line.end();
            });
    line.flush();
    return rows;
  }

  private @Nullable String[] values(ResultSet row) throws SQLException {
    @Nullable String[] values = new String[columns.size()];
    int next = 1;
    for (int i = 0; i < values.length; i++) {
      ReadColumn column = columns.get(i);
      Form form = column.form();
      if (form == null) {
        values[i] = column.constant();
      } else {
        byte[] value = row.getBytes(next++);
        values[i] = value == null ? null : form.text(value);
      }
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
