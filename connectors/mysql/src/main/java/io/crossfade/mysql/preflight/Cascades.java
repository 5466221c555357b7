package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.schema.TableReading;
import io.crossfade.mysql.session.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a foreign key changes by itself happens within the storage engine, and the log does not tell
 * of it: the rows would stay on the other side.
 */
final class Cascades implements Check {
  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    if (!asked.followed()) {
      return found;
    }
    Map<TableName, Map<String, ForeignKey>> keys = new TreeMap<>();
    for (Table table : TableReading.read(asked.connection())) {
      if (asked.table(table.name()).isPresent()) {
        add(table, keys);
      }
    }
    asked.tables().forEach(table -> add(table, keys));
    keys.forEach((table, all) -> all.values().forEach(key -> check(table, key, found)));
    return found;
  }

  private static void add(Table table, Map<TableName, Map<String, ForeignKey>> keys) {
    table
        .foreignKeys()
        .forEach(
            key -> keys.computeIfAbsent(table.name(), t -> new TreeMap<>()).put(key.name(), key));
  }

  private static void check(TableName table, ForeignKey key, List<Finding> found) {
    if (!key.actions().isEmpty()) {
      found.add(
          Finding.stops(
              new Problem(
                  "its foreign key %s says %s: what it changes is not in the log, and would not reach the other side"
                      .formatted(key.name(), key.actions()),
                  table.toString(),
                  "let the application do it: ALTER TABLE %s DROP FOREIGN KEY %s, and add it again without"
                      .formatted(Sql.table(table), Sql.quote(key.name())))));
    }
  }
}
