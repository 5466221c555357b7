package io.crossfade.mysql.copy;

import io.crossfade.model.Key;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.key.KeyColumns;
import io.crossfade.mysql.key.KeyIndex;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.values.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Queries that give rows as a mapping says. */
final class SelectSql {
  private SelectSql() {}

  /** Gives values as {@link ReadColumn} understands them. */
  static String of(Connection connection, TableMapping mapping, String condition)
      throws SQLException {
    List<String> expressions =
        ReadColumn.of(mapping).stream()
            .map(ReadColumn::reading)
            .filter(Objects::nonNull)
            .map(Reading::expression)
            .toList();
    return of(connection, mapping, expressions, condition);
  }

  static String of(
      Connection connection, TableMapping mapping, List<String> expressions, String condition)
      throws SQLException {
    return "SELECT "
        + (expressions.isEmpty() ? "1" : String.join(", ", expressions))
        + " FROM "
        + Sql.table(mapping.from().name())
        + KeyIndex.of(connection, mapping.from()).forced()
        + " WHERE "
        + condition;
  }

  /** The condition that a row has one of the keys. */
  static String isOneOf(Table table, List<Key> keys) {
    KeyColumns columns = new KeyColumns(table);
    return keys.stream().map(columns::is).collect(Collectors.joining(" OR ", "(", ")"));
  }
}
