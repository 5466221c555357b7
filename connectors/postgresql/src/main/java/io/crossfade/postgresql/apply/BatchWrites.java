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
  private final boolean alone;
  private final List<WriteStatement> group = new ArrayList<>();

  /** Those of the group, as they were given. */
  private final List<Write> given = new ArrayList<>();

  private int rowsTogether;
  private long lengthTogether;
  private long rows;

  /**
   * @param alone whether each is to be run by itself, so that it is known which one was refused
   */
  BatchWrites(Connection connection, boolean alone) {
    this.connection = connection;
    this.alone = alone;
  }

  long rows() {
    return rows;
  }

  /** Whether it would be known which row was refused, if each had been run alone. */
  boolean couldTellRows() {
    return group.size() > 1 && group.stream().allMatch(statement -> statement.rows() <= 1);
  }

  /** The row that was written last, if it was one. */
  Applied.@Nullable RefusedRow refused() {
    Write last = given.size() == 1 ? given.get(0) : null;
    Key key = last == null ? null : last.onlyRow().orElse(null);
    return last == null || key == null
        ? null
        : new Applied.RefusedRow(last.mapping().to().name(), key);
  }

  /** Returns the rows that a write did not find, of the first such write; null when none. */
  Applied.@Nullable RowsMissing run(Iterable<Write> writes) throws SQLException {
    for (Write write : writes) {
      Applied.RowsMissing missing =
          write instanceof Write.Insert insert && InsertCopy.isFor(insert)
              ? copy(insert)
              : add(write);
      if (missing != null) {
        return missing;
      }
    }
    return runGroup();
  }

  private Applied.@Nullable RowsMissing copy(Write.Insert insert) throws SQLException {
    Applied.RowsMissing missing = runGroup();
    if (missing == null) {
      rows += InsertCopy.run(connection, insert);
    }
    return missing;
  }

  private boolean hasRoomFor(WriteStatement next) {
    return group.isEmpty()
        || (!alone
            && group.size() < STATEMENTS_TOGETHER
            && rowsTogether + next.rows() <= ROWS_TOGETHER
            && lengthTogether + next.length() <= LENGTH_TOGETHER);
  }

  private Applied.@Nullable RowsMissing add(Write write) throws SQLException {
    WriteStatement next = WriteStatement.of(write, connection);
    Applied.RowsMissing missing = hasRoomFor(next) ? null : runGroup();
    group.add(next);
    given.add(write);
    rowsTogether += next.rows();
    lengthTogether += next.length();
    return missing;
  }

  private Applied.@Nullable RowsMissing runGroup() throws SQLException {
    if (group.isEmpty()) {
      return null;
    }
    Applied.RowsMissing missing = runTogether(group);
    group.clear();
    given.clear();
    rowsTogether = 0;
    lengthTogether = 0;
    return missing;
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
