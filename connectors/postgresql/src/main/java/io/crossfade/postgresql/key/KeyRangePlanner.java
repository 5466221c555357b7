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
import java.util.stream.Collectors;
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

  /** All of them are kept in memory, and written down one by one. */
  private static final int MOST_BOUNDS = 50_000;

  /**
   * The server walks over all keys, and shows of them only what is fetched. They are fetched as
   * they are: as a text each would cost more than the walk.
   */
  private static final String ALL_KEYS =
      """
      SET LOCAL cursor_tuple_fraction = 1;
      DECLARE keys NO SCROLL CURSOR FOR SELECT %1$s FROM %2$s ORDER BY %1$s
      """;

  private KeyRangePlanner() {}

  public static List<KeyRange> plan(Connection connection, Table table, long rowsPerChunk)
      throws SQLException {
    return plan(connection, table, rowsPerChunk, MOST_BOUNDS);
  }

  static List<KeyRange> plan(Connection connection, Table table, long rowsPerChunk, int mostBounds)
      throws SQLException {
    List<String> columns = KeyColumns.read(connection, table).cuttable();
    if (columns.isEmpty() || rowsPerChunk <= 0) {
      return List.of(KeyRange.ALL);
    }
    return between(bounds(connection, table, columns, rowsPerChunk, mostBounds));
  }

  private static List<Key> bounds(
      Connection connection, Table table, List<String> columns, long rowsPerChunk, int most)
      throws SQLException {
    boolean sampled = table.estimatedRows() > SAMPLED_FROM_ROWS;
    long step = sampled ? Math.max(1, (long) (rowsPerChunk * SAMPLED_PERCENT / 100)) : rowsPerChunk;
    String from =
        Sql.table(table.name())
            + " AS o"
            + (sampled ? " TABLESAMPLE SYSTEM (" + SAMPLED_PERCENT + ")" : "");
    // Qualified, for a name that is also one of the result's would be that in ORDER BY.
    String keys = columns.stream().map(c -> "o." + Sql.quote(c)).collect(Collectors.joining(", "));
    connection.setAutoCommit(false); // a cursor lives as long as its transaction
    List<Key> bounds = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute(ALL_KEYS.formatted(keys, from));
      Key bound = after(statement, step + 1, columns.size());
      while (bound != null) {
        bounds.add(bound);
        if (bounds.size() == most) {
          // A table that was never counted may be of any size.
          bounds = everySecond(bounds);
          step *= 2;
        }
        bound = after(statement, step, columns.size());
      }
    }
    return bounds;
  }

  private static List<Key> everySecond(List<Key> bounds) {
    List<Key> every = new ArrayList<>();
    for (int i = 1; i < bounds.size(); i += 2) {
      every.add(bounds.get(i));
    }
    return every;
  }

  /** The key that comes so many after the last one; null where there are not so many. */
  private static @Nullable Key after(Statement statement, long keys, int columns)
      throws SQLException {
    try (ResultSet row = statement.executeQuery("FETCH RELATIVE " + keys + " FROM keys")) {
      if (!row.next()) {
        return null;
      }
      String[] values = new String[columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = row.getString(i + 1);
      }
      return Key.of(values);
    }
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
