package io.crossfade.client.dual.jdbc;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table's columns as its database knows them.
 *
 * @param types of all columns that can be written, by name
 * @param key the primary key's columns, in its order
 */
record RowColumns(TableName table, Map<String, String> types, List<String> key) {
  /** Types with their schema, whatever the connection's search path. */
  private static final String COLUMNS =
      """
      SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), coalesce(array_position(i.indkey::int2[], a.attnum), -1) AS place
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY a.attnum
      """;

  static RowColumns of(Connection connection, TableName table) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    Map<Integer, String> key = new java.util.TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, table.schema());
      query.setString(2, table.name());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          types.put(row.getString(1), row.getString(2));
          if (row.getInt(3) >= 0) {
            key.put(row.getInt(3), row.getString(1));
          }
        }
      }
    }
    if (types.isEmpty() || key.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.TABLE_UNSUPPORTED,
          "table "
              + table
              + (types.isEmpty() ? " does not exist" : " has no primary key")
              + " on the side that is mirrored; make it there, or give this store an ItemStore of your own");
    }
    return new RowColumns(table, types, new ArrayList<>(key.values()));
  }

  String select() {
    List<String> all = new ArrayList<>();
    types.keySet().forEach(column -> all.add(quote(column) + "::text"));
    return "SELECT " + String.join(", ", all) + " FROM " + name() + where();
  }

  /** A key as the database prints it. */
  String spelled() {
    List<String> values = new ArrayList<>();
    key.forEach(column -> values.add("(?::" + types.get(column) + ")::text"));
    return "SELECT " + String.join(", ", values);
  }

  String delete() {
    return "DELETE FROM " + name() + where();
  }

  /** All columns that the row has, in its order. */
  String upsert(List<String> columns) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String column : columns) {
      String type = types.get(column);
      if (type == null) {
        throw new CrossfadeException(
            ErrorCode.TABLE_UNSUPPORTED,
            "table " + table + " has no column " + column + ", which the other side has; add it");
      }
      names.add(quote(column));
      values.add("?::" + type);
      if (!key.contains(column)) {
        others.add(quote(column) + " = EXCLUDED." + quote(column));
      }
    }
    List<String> keys = key.stream().map(RowColumns::quote).toList();
    return "INSERT INTO "
        + name()
        + " ("
        + String.join(", ", names)
        + ") OVERRIDING SYSTEM VALUE VALUES ("
        + String.join(", ", values)
        + ") ON CONFLICT ("
        + String.join(", ", keys)
        + (others.isEmpty() ? ") DO NOTHING" : ") DO UPDATE SET " + String.join(", ", others));
  }

  private String where() {
    List<String> conditions = new ArrayList<>();
    key.forEach(column -> conditions.add(quote(column) + " = ?::" + types.get(column)));
    return " WHERE " + String.join(" AND ", conditions);
  }

  private String name() {
    return quote(table.schema()) + "." + quote(table.name());
  }

  private static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
