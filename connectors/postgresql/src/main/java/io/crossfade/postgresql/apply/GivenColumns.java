package io.crossfade.postgresql.apply;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Key;
import io.crossfade.model.Row;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.session.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values of many rows as one text array for each column, and how they are named in SQL: as
 * columns {@code g.v0, g.v1, ...} of a table {@code g}.
 */
final class GivenColumns {
  private final List<@Nullable String[]> arrays = new ArrayList<>();

  /** Adds a column; returns its name. */
  <T> String add(List<T> rows, Function<T, @Nullable String> value) {
    @Nullable String[] values = new String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    arrays.add(values);
    return "g.v" + (arrays.size() - 1);
  }

  /** Adds a column of the mapping; returns its value in the written column's type. */
  String addMapped(TableMapping mapping, int column, List<Row> rows) {
    return typed(mapping, mapping.columns().get(column), add(rows, row -> row.value(column)));
  }

  /**
   * Adds the values of keys of the written table; returns the condition that row {@code o} has such
   * a key.
   */
  String addKeys(TableMapping mapping, List<Key> keys) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < mapping.to().key().size(); i++) {
      int place = i;
      String column = mapping.to().key().get(i);
      ColumnMapping mapped = mapping.columns().get(mapping.written().indexOf(column));
      String value = typed(mapping, mapped, add(keys, key -> key.values().get(place)));
      conditions.add("o." + Sql.quote(column) + " = " + value);
    }
    return String.join(" AND ", conditions);
  }

  /** {@code unnest(...)} with the names. */
  String unnest(String extra) {
    String names =
        IntStream.range(0, arrays.size()).mapToObj(i -> "v" + i).collect(Collectors.joining(", "));
    String parameters =
        IntStream.range(0, arrays.size())
            .mapToObj(i -> "?::text[]")
            .collect(Collectors.joining(", "));
    String ordinality = extra.isEmpty() ? "" : " WITH ORDINALITY";
    return "unnest(" + parameters + ")" + ordinality + " AS g(" + names + extra + ")";
  }

  List<@Nullable String[]> arrays() {
    return arrays;
  }

  private static String typed(TableMapping mapping, ColumnMapping column, String value) {
    String type = Sql.castable(mapping.to().column(column.to()).type());
    return column instanceof ColumnMapping.Cast cast
        ? value + "::" + Sql.castable(cast.fromType()) + "::" + Sql.castable(cast.toType())
        : value + "::" + type;
  }
}
