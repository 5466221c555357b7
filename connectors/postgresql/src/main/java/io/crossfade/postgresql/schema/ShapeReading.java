package io.crossfade.postgresql.schema;

import io.crossfade.connector.Shape;
import io.crossfade.model.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells one shape of a table from another, without reading all that the catalog has of it. A column
 * that was dropped and made anew has another number; a table whose rows were written anew has
 * another file.
 */
final class ShapeReading {
  private static final String QUERY =
      """
      SELECT n.nspname, c.relname,
        concat_ws(' ', hashtextextended(string_agg(concat_ws(' ', a.attnum, quote_ident(a.attname), a.atttypid, a.atttypmod,
          a.attnotnull, a.attgenerated, a.attidentity, pg_get_expr(d.adbin, d.adrelid)), ',' ORDER BY a.attnum), 0),
          (SELECT 'key ' || i.indkey::text FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)),
        string_agg(a.attnum || ' ', '' ORDER BY a.attnum), c.relfilenode::text
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE
      """
          + Definitions.USERS_TABLE
          + " GROUP BY c.oid, n.nspname, c.relname, c.relfilenode ORDER BY 1, 2";

  private ShapeReading() {}

  static List<Shape> read(Connection connection) throws SQLException {
    Map<TableName, Map<TableName, String>> parts = new HashMap<>();
    for (PartitionReading.Found part : PartitionReading.parts(connection)) {
      parts
          .computeIfAbsent(part.table(), table -> new HashMap<>())
          .put(part.partition().name(), part.state());
    }
    List<Shape> shapes = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      while (row.next()) {
        TableName name = new TableName(row.getString(1), row.getString(2));
        shapes.add(
            new Shape(
                name,
                row.getString(3),
                row.getString(4),
                row.getString(5),
                parts.getOrDefault(name, Map.of())));
      }
    }
    return shapes;
  }
}
