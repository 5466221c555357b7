package io.crossfade.postgresql.copy;

import io.crossfade.model.Key;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.mapping.MappedColumn;
import io.crossfade.postgresql.session.Sql;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Queries that give rows as a mapping says. COPY takes no parameters, so values stand in the text.
 */
final class SelectSql {
  private SelectSql() {}

  static String of(TableMapping mapping, String condition) {
    return "SELECT "
        + expressions(mapping)
        + " FROM "
        + Sql.table(mapping.from().name())
        + " WHERE "
        + condition;
  }

  /** The keys are those of the table that is read. */
  static String ofKeys(TableMapping mapping, List<Key> keys) {
    Wanted wanted = wanted(mapping.from(), keys);
    return "SELECT %s FROM %s JOIN %s ON %s"
        .formatted(
            expressions(mapping),
            Sql.table(mapping.from().name()),
            wanted.keys(),
            wanted.condition());
  }

  /** The condition that a row has one of the keys. */
  static String isOneOf(Table table, List<Key> keys) {
    Wanted wanted = wanted(table, keys);
    return "EXISTS (SELECT FROM %s WHERE %s)".formatted(wanted.keys(), wanted.condition());
  }

  /** Keys as a table beside the one that is read. */
  private record Wanted(String keys, String condition) {}

  private static Wanted wanted(Table table, List<Key> keys) {
    StringJoiner arrays = new StringJoiner(", ");
    StringJoiner names = new StringJoiner(", ");
    StringJoiner equal = new StringJoiner(" AND ");
    for (int i = 0; i < table.key().size(); i++) {
      int column = i;
      String name = "\"~k" + i + "\"";
      arrays.add(
          keys.stream()
              .map(key -> Sql.literal(key.values().get(column)))
              .collect(Collectors.joining(",", "ARRAY[", "]::text[]")));
      names.add(name);
      String type = Sql.castable(table.column(table.key().get(i)).type());
      equal.add(Sql.quote(table.key().get(i)) + " = " + name + "::" + type);
    }
    return new Wanted("unnest(%s) AS \"~keys\"(%s)".formatted(arrays, names), equal.toString());
  }

  private static String expressions(TableMapping mapping) {
    return MappedColumn.of(mapping).stream()
        .map(MappedColumn::expression)
        .collect(Collectors.joining(", "));
  }
}
