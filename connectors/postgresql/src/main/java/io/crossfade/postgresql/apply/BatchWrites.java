package io.crossfade.postgresql.apply;

import io.crossfade.connector.Applied;
import io.crossfade.connector.Write;
import io.crossfade.model.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs the writes of one batch in order, many statements in one round trip, and holds no more of
 * them than that.
 */
final class BatchWrites {
  private static final int STATEMENTS_TOGETHER = 16;

  /** While we still send, nobody reads the answers: they have to fit into the network's buffers. */
  private static final int ROWS_TOGETHER = 1_000;

  private static final long LENGTH_TOGETHER = 1L << 20;

  private final Connection connection;
  private final List<WriteStatement> group = new ArrayList<>();
  private long rows;

  BatchWrites(Connection connection) {
    this.connection = connection;
  }

  long rows() {
    return rows;
  }

  /** Which tables the statements are about that were run last. */
  String tables() {
    return group.stream()
        .map(statement -> statement.table().toString())
        .distinct()
        .collect(Collectors.joining(" or "));
  }

  /** Returns the rows that a write did not find, of the first such write; null when none. */
  Applied.@Nullable RowsMissing run(Iterable<Write> writes) throws SQLException {
    int rowsTogether = 0;
    long lengthTogether = 0;
    for (Write write : writes) {
      WriteStatement next = WriteStatement.of(write, connection);
      rowsTogether += next.rows();
      lengthTogether += next.length();
      boolean isFull =
          group.size() >= STATEMENTS_TOGETHER
              || rowsTogether > ROWS_TOGETHER
              || lengthTogether > LENGTH_TOGETHER;
      if (isFull && !group.isEmpty()) {
        Applied.RowsMissing missing = runTogether(group);
        if (missing != null) {
          return missing;
        }
        group.clear();
        rowsTogether = next.rows();
        lengthTogether = next.length();
      }
      group.add(next);
    }
    return group.isEmpty() ? null : runTogether(group);
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
