package io.crossfade.demo.sample;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The rows of whole tables on two servers, as their drivers make values of them.
final class TableValues {
  private final String source;
  private final String target;
  private int compared;

  TableValues(String source, String target) {
    this.source = source;
    this.target = target;
  }

  /// How many rows of the source were looked at.
  int compared() {
    return compared;
  }

  /// Rows that one side has and the other has not.
  List<String> differences(String schema) throws SQLException {
    List<String> differences = new ArrayList<>();
    try (Connection old = DriverManager.getConnection(source);
        Connection fresh = DriverManager.getConnection(target)) {
      for (String table :
          rows(
              old,
              "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s'"
                  .formatted(schema))) {
        String columns =
            String.join(
                ", ",
                rows(
                    old,
                    "SELECT concat('\"', column_name, '\"') FROM information_schema.columns WHERE table_schema = '%s' AND table_name = '%s' ORDER BY ordinal_position"
                        .formatted(schema, table)));
        Map<String, Integer> counts = new HashMap<>();
        List<String> there =
            rows(old, "SELECT " + columns.replace('"', '`') + " FROM `" + table + "`");
        there.forEach(row -> counts.merge(row, 1, Integer::sum));
        rows(fresh, "SELECT " + columns + " FROM \"" + table + "\"")
            .forEach(row -> counts.merge(row, -1, Integer::sum));
        counts.forEach((row, count) -> {
          if (count != 0) {
            differences.add(table + " " + count + ": " + row);
          }
        });
        compared += there.size();
      }
    }
    return differences;
  }

  /// The numbers of the sales that clerks have made, on the target.
  List<String> sales() throws SQLException {
    try (Connection fresh = DriverManager.getConnection(target)) {
      return rows(fresh, "SELECT time_id FROM sales_fact_1997 WHERE time_id > 1000000");
    }
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<Object> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(value(row.getObject(i)));
        }
        rows.add(values.stream().map(Object::toString).collect(Collectors.joining("\t")));
      }
    }
    return rows;
  }

  private static Object value(Object value) {
    return switch (value) {
      case null -> "NULL";
      case BigDecimal number -> number.stripTrailingZeros().toPlainString();
      default -> value;
    };
  }
}
