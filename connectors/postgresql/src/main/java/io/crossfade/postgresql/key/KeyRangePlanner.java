package io.crossfade.postgresql.key;

import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Table;
import io.crossfade.postgresql.session.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a table into ranges of about as many rows each. Every n-th key is a bound: exactly, by a
 * walk over the primary key's index, or in a sample of a table so large that the walk would take
 * long.
 */
public final class KeyRangePlanner {
  private static final long SAMPLED_FROM_ROWS = 10_000_000;

  /** Whole pages are sampled, so a chunk should be met by some dozens of them. */
  private static final double SAMPLED_PERCENT = 3;

  private static final String EVERY_NTH =
      """
      SELECT %1$s FROM (
        SELECT %2$s, row_number() OVER (ORDER BY %3$s) AS n FROM %4$s) AS keys
      WHERE (n - 1) %% %5$d = 0 AND n > 1 ORDER BY n
      """;

  private KeyRangePlanner() {}

  public static List<KeyRange> plan(Connection connection, Table table, long rowsPerChunk)
      throws SQLException {
    List<String> columns = KeyColumns.read(connection, table).cuttable();
    if (columns.isEmpty() || rowsPerChunk <= 0) {
      return List.of(KeyRange.ALL);
    }
    return between(bounds(connection, table, columns, rowsPerChunk));
  }

  private static List<Key> bounds(
      Connection connection, Table table, List<String> columns, long rowsPerChunk)
      throws SQLException {
    boolean sampled = table.estimatedRows() > SAMPLED_FROM_ROWS;
    long step = sampled ? Math.max(1, (long) (rowsPerChunk * SAMPLED_PERCENT / 100)) : rowsPerChunk;
    String from =
        Sql.table(table.name()) + (sampled ? " TABLESAMPLE SYSTEM (" + SAMPLED_PERCENT + ")" : "");
    StringJoiner named = new StringJoiner(", ");
    StringJoiner asText = new StringJoiner(", ");
    for (int i = 0; i < columns.size(); i++) {
      named.add(Sql.quote(columns.get(i)) + " AS k" + i);
      asText.add("k" + i + "::text");
    }
    String sql = EVERY_NTH.formatted(asText, named, Sql.columns(columns), from, step);
    List<Key> bounds = new ArrayList<>();
    try (Statement query = connection.createStatement();
        ResultSet rows = query.executeQuery(sql)) {
      while (rows.next()) {
        String[] values = new String[columns.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = rows.getString(i + 1);
        }
        bounds.add(Key.of(values));
      }
    }
    return bounds;
  }

  /**
   * Bounds may be equal where they are only a prefix of the key. The first and the last range are
   * open.
   */
  private static List<KeyRange> between(List<Key> bounds) {
    List<KeyRange> ranges = new ArrayList<>();
    @Nullable Key from = null;
    for (Key bound : bounds) {
      if (!bound.equals(from)) {
        ranges.add(new KeyRange(from, bound));
        from = bound;
      }
    }
    ranges.add(new KeyRange(from, null));
    return ranges;
  }
}
