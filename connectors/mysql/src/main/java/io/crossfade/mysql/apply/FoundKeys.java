package io.crossfade.mysql.apply;

import io.crossfade.model.Key;
import io.crossfade.mysql.values.Reading;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which of some keys are there, locked until the transaction ends. */
final class FoundKeys {
  private FoundKeys() {}

  static Set<Key> of(Connection connection, WrittenTable table, List<Key> keys)
      throws SQLException {
    List<Reading> columns = table.keyReadings();
    String sql =
        "SELECT %s FROM %s%s WHERE %s FOR UPDATE"
            .formatted(
                columns.stream().map(Reading::expression).collect(Collectors.joining(", ")),
                table.name(),
                table.index().forced(),
                table.isOneOf(keys));
    Set<Key> found = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        String[] values = new String[columns.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = columns.get(i).form().text(row.getBytes(i + 1));
        }
        found.add(Key.of(values));
      }
    }
    return found;
  }
}
