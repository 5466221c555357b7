package io.crossfade.postgresql.key;

import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Table;
import io.crossfade.postgresql.session.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A table's key columns as SQL compares them in our order.
 *
 * <p>A text column is compared by its bytes. Where its own collation does that already it is named
 * as it is, because only then its index can serve.
 */
public final class KeyColumns {
  private static final String ORDERED_BY_BYTES =
      """
      SELECT a.attname
      FROM pg_attribute a JOIN pg_collation l ON l.oid = a.attcollation
        CROSS JOIN pg_database d
      WHERE a.attrelid = ?::regclass AND NOT a.attisdropped AND d.datname = current_database()
        AND CASE WHEN l.collname = 'default'
          THEN (d.datlocprovider = 'c' AND d.datcollate IN ('C', 'POSIX')) OR d.datlocprovider = 'b'
          ELSE (l.collprovider = 'c' AND l.collcollate IN ('C', 'POSIX')) OR l.collprovider = 'b' END
      """;

  private final Table table;
  private final Set<String> orderedByBytes;

  private KeyColumns(Table table, Set<String> orderedByBytes) {
    this.table = table;
    this.orderedByBytes = orderedByBytes;
  }

  /** Asks the server only where the key has text. */
  public static KeyColumns read(Connection connection, Table table) throws SQLException {
    boolean hasText = table.key().stream().anyMatch(column -> isText(table, column));
    return new KeyColumns(table, hasText ? orderedByBytes(connection, table) : Set.of());
  }

  private static Set<String> orderedByBytes(Connection connection, Table table)
      throws SQLException {
    Set<String> columns = new HashSet<>();
    try (PreparedStatement query = connection.prepareStatement(ORDERED_BY_BYTES)) {
      query.setString(1, Sql.table(table.name()));
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
        }
      }
    }
    return columns;
  }

  /**
   * The leading key columns by which the table can be cut: our order is theirs, and an index has
   * it.
   */
  public List<String> cuttable() {
    List<String> prefix = new ArrayList<>();
    for (String column : table.key()) {
      boolean known = KeyKind.of(table.column(column).type()).isPresent();
      if (!known || (isText(table, column) && !orderedByBytes.contains(column))) {
        break;
      }
      prefix.add(column);
    }
    return prefix;
  }

  /** The condition that a row lies in the range. */
  public String isIn(KeyRange range) {
    StringJoiner conditions = new StringJoiner(" AND ").setEmptyValue("true");
    addBound(conditions, " >= ", range.from());
    addBound(conditions, " < ", range.to());
    for (int i = 0; i < range.within().values().size(); i++) {
      String column = table.key().get(i);
      String value = Sql.typed(range.within().values().get(i), table.column(column).type());
      conditions.add(Sql.quote(column) + " = " + value);
    }
    return conditions.toString();
  }

  private void addBound(StringJoiner conditions, String operator, @Nullable Key bound) {
    if (bound == null) {
      return;
    }
    StringJoiner columns = new StringJoiner(", ", "(", ")");
    StringJoiner values = new StringJoiner(", ", "(", ")");
    for (int i = 0; i < bound.values().size(); i++) {
      String column = table.key().get(i);
      String collation =
          isText(table, column) && !orderedByBytes.contains(column) ? " COLLATE \"C\"" : "";
      columns.add(Sql.quote(column) + collation);
      values.add(Sql.typed(bound.values().get(i), table.column(column).type()));
    }
    conditions.add(columns + operator + values);
  }

  private static boolean isText(Table table, String column) {
    return KeyKind.of(table.column(column).type()).filter(KeyKind.TEXT::equals).isPresent();
  }
}
