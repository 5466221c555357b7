package io.crossfade.mysql.key;

import io.crossfade.model.Key;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Table;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.values.Literal;
import io.crossfade.mysql.values.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A table's key columns as SQL compares them in our order.
 *
 * <p>Of a row constructor like {@code (a, b) >= (1, 2)} the server makes no index range, so a bound
 * is written out column by column.
 */
public final class KeyColumns {
  private final Table table;

  public KeyColumns(Table table) {
    this.table = table;
  }

  /**
   * The leading key columns by which the table can be cut: our order is theirs, and an index has
   * it.
   */
  public List<String> cuttable() {
    List<String> prefix = new ArrayList<>();
    for (String column : table.key()) {
      String type = type(column);
      KeyKind kind = KeyKind.of(type).orElse(null);
      if (kind == null || (kind == KeyKind.TEXT && !TextOrder.isIndexed(type))) {
        break;
      }
      prefix.add(column);
      if (kind == KeyKind.TEXT && TextOrder.isLastOfPrefix(type)) {
        break;
      }
    }
    return prefix;
  }

  /** The condition that a row lies in the range. */
  public String isIn(KeyRange range) {
    StringJoiner conditions = new StringJoiner(" AND ").setEmptyValue("TRUE");
    if (range.from() != null) {
      conditions.add(compare(range.from(), 0, Comparison.GREATER, Comparison.AT_LEAST));
    }
    if (range.to() != null) {
      conditions.add(compare(range.to(), 0, Comparison.LESS, Comparison.LESS));
    }
    if (!range.within().values().isEmpty()) {
      conditions.add(is(range.within()));
    }
    return conditions.toString();
  }

  /** The condition that a row comes after all those that begin with these values. */
  String isAfter(Key bound) {
    return compare(bound, 0, Comparison.GREATER, Comparison.GREATER);
  }

  /** The condition that a row has this key, or one that begins so. */
  public String is(Key key) {
    StringJoiner conditions = new StringJoiner(" AND ", "(", ")");
    for (int i = 0; i < key.values().size(); i++) {
      String column = table.key().get(i);
      String value = Literal.of(ValueType.of(type(column)), key.values().get(i));
      conditions.add(Sql.quote(column) + " = " + value);
    }
    return conditions.toString();
  }

  private String compare(Key bound, int column, Comparison earlier, Comparison last) {
    if (column == bound.values().size() - 1) {
      return compare(bound, column, last);
    }
    return "("
        + compare(bound, column, earlier)
        + " OR ("
        + compare(bound, column, Comparison.EQUAL)
        + " AND "
        + compare(bound, column + 1, earlier, last)
        + "))";
  }

  private String compare(Key bound, int number, Comparison comparison) {
    String column = table.key().get(number);
    String type = type(column);
    String value = bound.values().get(number);
    return KeyKind.of(type).filter(KeyKind.TEXT::equals).isPresent()
        ? TextOrder.compare(type, Sql.quote(column), comparison, value)
        : Sql.quote(column) + comparison.sql() + Literal.of(ValueType.of(type), value);
  }

  private String type(String column) {
    return table.column(column).type();
  }
}
