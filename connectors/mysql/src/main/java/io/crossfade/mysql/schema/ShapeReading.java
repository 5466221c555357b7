package io.crossfade.mysql.schema;

import io.crossfade.connector.Shape;
import io.crossfade.model.Sha256;
import io.crossfade.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells one shape of a table from another, without reading all that the catalog has of it. Columns
 * have no numbers of their own: one that was dropped and made anew under its name in the same place
 * is seen by nothing but the time at which the table was made, which is its storage's text.
 */
final class ShapeReading {
  private static final class Parts {
    final StringBuilder columns = new StringBuilder();
    final StringBuilder numbers = new StringBuilder();
    String made = "";
  }

  private ShapeReading() {}

  static List<Shape> read(Connection connection) throws SQLException {
    Described described = new Described(connection);
    Map<TableName, Parts> tables = new TreeMap<>();
    described.each(
        "CREATE_TIME",
        "TABLES WHERE {} AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')",
        "TABLE_SCHEMA",
        "TABLE_NAME",
        (name, row) ->
            tables.computeIfAbsent(name, n -> new Parts()).made = String.valueOf(row.getString(3)));
    described.each(
        "ORDINAL_POSITION, COLUMN_NAME, CONCAT_WS(' ', COLUMN_TYPE, COLLATION_NAME, IS_NULLABLE, COLUMN_DEFAULT, EXTRA,"
            + " GENERATION_EXPRESSION, IF(COLUMN_KEY = 'PRI', 'key', ''))",
        "COLUMNS WHERE {} ORDER BY ORDINAL_POSITION",
        "TABLE_SCHEMA",
        "TABLE_NAME",
        (name, row) -> {
          Parts parts = tables.get(name);
          if (parts != null) {
            String number = row.getString(3) + " " + row.getString(4) + "\n";
            parts.numbers.append(number);
            parts.columns.append(number).append(row.getString(5)).append('\n');
          }
        });
    List<Shape> shapes = new ArrayList<>();
    tables.forEach((name, parts) ->
        shapes.add(
            new Shape(
                name,
                Sha256.hex(parts.columns.toString()),
                parts.numbers.toString(),
                parts.made,
                Map.of())));
    return shapes;
  }
}
