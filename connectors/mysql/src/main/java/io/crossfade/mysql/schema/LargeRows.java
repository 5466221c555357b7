package io.crossfade.mysql.schema;

import io.crossfade.connector.Size;
import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks for rows that take much memory, in a sample of tables that may have such. */
public final class LargeRows {
  /** A smaller row does not matter to any heap. */
  private static final long LARGE = 1 << 20;

  /** Their large values are read. */
  private static final int SAMPLE = 200;

  /** Only these hold so much. */
  private static final Pattern LONG_TYPE =
      Pattern.compile("(?:medium|long)(?:text|blob)\\b.*|json", Pattern.DOTALL);

  private static final Pattern BYTES = Pattern.compile(".*blob|(?:var)?binary.*");

  private LargeRows() {}

  public static Map<TableName, Long> find(Connection connection, List<Table> tables)
      throws SQLException {
    List<Table> suspects =
        tables.stream()
            .filter(t -> t.columns().stream().anyMatch(c -> LONG_TYPE.matcher(c.type()).matches()))
            .toList();
    Map<TableName, Long> found = new LinkedHashMap<>();
    Map<TableName, Size> sizes =
        suspects.isEmpty() ? Map.of() : TableSizes.read(connection, suspects);
    for (Table table : suspects) {
      Size size = sizes.get(table.name());
      long largest = size == null || size.bytes() < LARGE ? 0 : largest(connection, table);
      if (largest >= LARGE) {
        found.put(table.name(), largest);
      }
    }
    return found;
  }

  private static long largest(Connection connection, Table table) throws SQLException {
    String bytes = table.columns().stream().map(LargeRows::size).collect(Collectors.joining(" + "));
    String sql =
        "SELECT COALESCE(MAX(bytes), 0) FROM (SELECT %s AS bytes FROM %s LIMIT %d) s"
            .formatted(bytes, Sql.table(table.name()), SAMPLE);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Bytes are told in hexadecimal. */
  private static String size(Column column) {
    int factor = BYTES.matcher(column.type()).matches() ? 2 : 1;
    return "COALESCE(%d * OCTET_LENGTH(%s), 0)".formatted(factor, Sql.quote(column.name()));
  }
}
