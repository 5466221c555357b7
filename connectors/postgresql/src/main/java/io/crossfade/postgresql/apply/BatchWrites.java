package io.crossfade.postgresql.apply;

import io.crossfade.connector.Applied;
import io.crossfade.model.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the writes of one batch in order, many statements in one round trip. */
final class BatchWrites {
  private static final int STATEMENTS_TOGETHER = 16;

  /** While we still send, nobody reads the answers: they have to fit into the network's buffers. */
  private static final int ROWS_TOGETHER = 1_000;

  private final Connection connection;
  private long rows;

  BatchWrites(Connection connection) {
    this.connection = connection;
  }

  long rows() {
    return rows;
  }

  /** Returns the rows that a write did not find, of the first such write; null when none. */
  Applied.@Nullable RowsMissing run(List<WriteStatement> statements) throws SQLException {
    int from = 0;
    while (from < statements.size()) {
      int to = endOfGroup(statements, from);
      Applied.RowsMissing missing = runTogether(statements.subList(from, to));
      if (missing != null) {
        return missing;
      }
      from = to;
    }
    return null;
  }

  private static int endOfGroup(List<WriteStatement> statements, int from) {
    int to = from + 1;
    int rows = statements.get(from).rows();
    while (to < statements.size() && to - from < STATEMENTS_TOGETHER) {
      rows += statements.get(to).rows();
      if (rows > ROWS_TOGETHER) {
        break;
      }
      to++;
    }
    return to;
  }

  private Applied.@Nullable RowsMissing runTogether(List<WriteStatement> statements)
      throws SQLException {
    String sql = String.join("; ", statements.stream().map(WriteStatement::sql).toList());
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      int parameter = 1;
      for (WriteStatement statement : statements) {
        for (@Nullable String[] values : statement.parameters()) {
          prepared.setArray(parameter++, connection.createArrayOf("text", values));
        }
      }
      prepared.execute();
      for (WriteStatement statement : statements) {
        List<Key> missing = statement.tellsMissing() ? keys(prepared) : List.of();
        if (!missing.isEmpty()) {
          return new Applied.RowsMissing(statement.table(), missing);
        }
        rows += statement.tellsMissing() ? statement.rows() : prepared.getUpdateCount();
        prepared.getMoreResults();
      }
      return null;
    }
  }

  private static List<Key> keys(PreparedStatement prepared) throws SQLException {
    List<Key> keys = new ArrayList<>();
    try (ResultSet found = prepared.getResultSet()) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        String[] values = new String[columns];
        for (int i = 0; i < columns; i++) {
          values[i] = found.getString(i + 1);
        }
        keys.add(Key.of(values));
      }
    }
    return keys;
  }
}
