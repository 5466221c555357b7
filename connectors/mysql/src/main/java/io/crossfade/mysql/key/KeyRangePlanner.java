package io.crossfade.mysql.key;

import io.crossfade.connector.KeyOrder;
import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Table;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.values.Reading;
import io.crossfade.mysql.values.ValueType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a table into ranges of about as many rows each. Every n-th key is a bound, by a walk over
 * the primary key's index from bound to bound, which the server does without giving the keys out.
 */
public final class KeyRangePlanner {
  /** All of them are kept in memory, and written down one by one. */
  private static final int MOST_BOUNDS = 50_000;

  private final Connection connection;
  private final Table table;
  private final KeyColumns key;
  private final KeyIndex index;
  private final List<Reading> columns;

  private KeyRangePlanner(Connection connection, Table table, List<String> columns)
      throws SQLException {
    this.connection = connection;
    this.table = table;
    this.key = new KeyColumns(table);
    this.index = KeyIndex.of(connection, table);
    this.columns =
        columns.stream()
            .map(c -> Reading.of(ValueType.of(table.column(c).type()), Sql.quote(c)))
            .toList();
  }

  public static List<KeyRange> plan(Connection connection, Table table, long rowsPerChunk)
      throws SQLException {
    List<String> columns = new KeyColumns(table).cuttable();
    if (columns.isEmpty() || rowsPerChunk <= 0) {
      return List.of(KeyRange.ALL);
    }
    return between(
        new KeyRangePlanner(connection, table, columns).bounds(rowsPerChunk, MOST_BOUNDS));
  }

  private List<Key> bounds(long rowsPerChunk, int most) throws SQLException {
    KeyOrder order = MySqlKeyOrder.of(table);
    long step = rowsPerChunk;
    List<Key> bounds = new ArrayList<>();
    Key last = null;
    Key next = read("TRUE", step);
    while (next != null) {
      // The server's order of padded texts is not quite ours.
      if (last == null || order.compare(last, next) < 0) {
        bounds.add(next);
        last = next;
      }
      if (bounds.size() == most) {
        bounds = everySecond(bounds);
        step *= 2;
      }
      next = after(last, step);
    }
    return bounds;
  }

  private @Nullable Key after(Key last, long step) throws SQLException {
    Key next = read(key.isIn(new KeyRange(last, null)), step);
    // Where only the beginning of the key is a bound, many rows may have it.
    return last.equals(next) ? read(key.isAfter(last), 0) : next;
  }

  private static List<Key> everySecond(List<Key> bounds) {
    List<Key> every = new ArrayList<>();
    for (int i = 1; i < bounds.size(); i += 2) {
      every.add(bounds.get(i));
    }
    return every;
  }

  /**
   * The key that comes so many after the first one of these rows; null where there are not so many.
   */
  private @Nullable Key read(String condition, long offset) throws SQLException {
    String order = table.key().stream().map(Sql::quote).collect(Collectors.joining(", "));
    String sql =
        "SELECT %s FROM %s%s WHERE %s ORDER BY %s LIMIT 1 OFFSET %d"
            .formatted(
                columns.stream().map(Reading::expression).collect(Collectors.joining(", ")),
                Sql.table(table.name()),
                index.forced(),
                condition,
                order,
                offset);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        return null;
      }
      String[] values = new String[columns.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = columns.get(i).form().text(row.getBytes(i + 1));
      }
      return Key.of(values);
    }
  }

  /** The first and the last range are open. */
  private static List<KeyRange> between(List<Key> bounds) {
    List<KeyRange> ranges = new ArrayList<>();
    @Nullable Key from = null;
    for (Key bound : bounds) {
      ranges.add(new KeyRange(from, bound));
      from = bound;
    }
    ranges.add(new KeyRange(from, null));
    return ranges;
  }
}
