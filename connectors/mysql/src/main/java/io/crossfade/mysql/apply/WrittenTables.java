package io.crossfade.mysql.apply;

import io.crossfade.model.TableMapping;
import io.crossfade.mysql.key.KeyIndex;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Those that one applier has written: what they are is asked once. */
final class WrittenTables {
  private final Map<TableMapping, WrittenTable> tables = new HashMap<>();

  WrittenTable of(Connection connection, TableMapping mapping) throws SQLException {
    WrittenTable known = tables.get(mapping);
    if (known != null) {
      return known;
    }
    WrittenTable table = new WrittenTable(mapping, KeyIndex.of(connection, mapping.to()));
    tables.put(mapping, table);
    return table;
  }
}
