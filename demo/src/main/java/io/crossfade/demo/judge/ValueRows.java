package io.crossfade.demo.judge;

import io.crossfade.demo.judge.Value.Column;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table's rows by plain JDBC, each value as its kind writes it.
final class ValueRows implements Rows, AutoCloseable {
  private static final int AT_ONCE = 2_000;

  private final List<Column> columns;
  private final Statement statement;
  private final ResultSet rows;

  ValueRows(Connection connection, String query, List<Column> columns) throws SQLException {
    this.columns = columns;
    this.statement = connection.createStatement();
    statement.setFetchSize(AT_ONCE);
    this.rows = statement.executeQuery(query);
  }

  @Override
  public byte @Nullable [] next() throws SQLException {
    if (!rows.next()) {
      return null;
    }
    StringBuilder row = new StringBuilder();
    for (int i = 1; i <= columns.size(); i++) {
      String value = columns.get(i - 1).value().read(rows, i);
      row.append(i == 1 ? "" : "\t").append(value == null ? "\\N" : escaped(value));
    }
    return row.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
