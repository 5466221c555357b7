package io.crossfade.mysql.schema;

import io.crossfade.connector.Shape;
import io.crossfade.model.Sha256;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.SqlState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells one shape of a table from another, without reading all that the catalog has of it. Columns
 * have no numbers of their own: one that was dropped and made anew under its name in the same place
 * is seen here only where all rows were written anew for it; else by the log alone, which tells the
 * statement.
 */
public final class ShapeReading {
  private static final class Parts {
    final StringBuilder columns = new StringBuilder();
    final StringBuilder numbers = new StringBuilder();
    String made = "";
  }

  private static final Pattern PLAIN = Pattern.compile("(\\w+)/(\\w+)");

  private ShapeReading() {}

  public static List<Shape> read(Connection connection) throws SQLException {
    Described described = new Described(connection);
    Map<TableName, String> files = files(connection);
    Map<TableName, Parts> tables = new TreeMap<>();
    described.each(
        "CREATE_TIME",
        "TABLES WHERE {} AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')",
        "TABLE_SCHEMA",
        "TABLE_NAME",
        (name, row) ->
            tables.computeIfAbsent(name, n -> new Parts()).made =
                files.getOrDefault(name, String.valueOf(row.getString(3))));
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

  /**
   * The storage engine's own numbers, which change when all rows are written anew. The time at
   * which a table was made changes with each ALTER on some servers, a counter's too: it stands for
   * those whose names the engine writes otherwise, and for all where we may not ask.
   */
  private static Map<TableName, String> files(Connection connection) throws SQLException {
    String of =
        switch (Dialect.of(connection)) {
          case MYSQL -> "INNODB_TABLES";
          case MARIADB -> "INNODB_SYS_TABLES";
        };
    Map<TableName, String> files = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT NAME, TABLE_ID FROM information_schema." + of)) {
      while (row.next()) {
        Matcher name = PLAIN.matcher(row.getString(1));
        if (name.matches()) {
          files.put(new TableName(name.group(1), name.group(2)), row.getString(2));
        }
      }
    } catch (SQLException e) {
      if (!SqlState.isRefusal(e)) {
        throw e;
      }
    }
    return files;
  }
}
