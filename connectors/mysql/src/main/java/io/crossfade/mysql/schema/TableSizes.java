package io.crossfade.mysql.schema;

import io.crossfade.connector.Size;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** About how large tables are, as the storage engine estimates it. */
public final class TableSizes {
  private TableSizes() {}

  public static Map<TableName, Size> read(Connection connection, List<Table> tables)
      throws SQLException {
    Set<TableName> names = tables.stream().map(Table::name).collect(Collectors.toSet());
    Map<TableName, Size> sizes = new HashMap<>();
    new Described(connection)
        .each(
            "COALESCE(TABLE_ROWS, -1), COALESCE(DATA_LENGTH, 0), COALESCE(INDEX_LENGTH, 0)",
            "TABLES WHERE {}",
            "TABLE_SCHEMA",
            "TABLE_NAME",
            (name, row) -> {
              if (names.contains(name)) {
                sizes.put(name, new Size(row.getLong(3), row.getLong(4), row.getLong(5)));
              }
            });
    return sizes;
  }
}
