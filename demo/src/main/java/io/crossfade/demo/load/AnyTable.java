package io.crossfade.demo.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A table of which the workload knows only what the catalog says.
///
/// @param name as SQL writes it
/// @param key the columns that identify a row
/// @param values the other columns that may be written and are not unique by themselves
/// @param all every column that may be written
/// @param referenced whether rows of other tables may refer to it
/// @param numbered whether the database gives a new row its key
record AnyTable(
    String name,
    List<Column> key,
    List<Column> values,
    List<Column> all,
    boolean referenced,
    boolean numbered) {
  private static final String COLUMNS =
      """
      SELECT c.oid::regclass AS name, quote_ident(a.attname) AS attname,
             format_type(a.atttypid, a.atttypmod) AS type,
             a.attnum = ANY (i.indkey) AS is_key,
             EXISTS (SELECT FROM pg_index u WHERE u.indrelid = c.oid AND u.indisunique
                     AND u.indexrelid <> i.indexrelid AND a.attnum = ANY (u.indkey)) AS is_unique,
             EXISTS (SELECT FROM pg_constraint f WHERE f.confrelid = c.oid) AS referenced,
             i.indnatts = 1 AND a.attidentity <> '' AS numbered
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_index i ON i.indrelid = c.oid AND (i.indisprimary OR i.indisreplident)
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE n.nspname = ? AND c.relkind = 'r'
      ORDER BY c.relname, a.attnum
      """;

  /// @param name as SQL writes it
  record Column(
      String name,
      String type,
      boolean key,
      boolean unique,
      boolean ofReferencedTable,
      boolean numbered) {}

  /// Every table of a schema that has a key.
  static List<AnyTable> in(Connection connection, String schema) throws SQLException {
    Map<String, List<Column>> tables = new LinkedHashMap<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, schema);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          tables
              .computeIfAbsent(row.getString("name"), name -> new ArrayList<>())
              .add(
                  new Column(
                      row.getString("attname"),
                      row.getString("type"),
                      row.getBoolean("is_key"),
                      row.getBoolean("is_unique"),
                      row.getBoolean("referenced"),
                      row.getBoolean("numbered")));
        }
      }
    }
    return tables.entrySet().stream().map(t -> of(t.getKey(), t.getValue())).toList();
  }

  private static AnyTable of(String name, List<Column> all) {
    List<Column> key = all.stream().filter(Column::key).toList();
    List<Column> values = all.stream().filter(c -> !c.key() && !c.unique()).toList();
    boolean alone = key.size() + values.size() == all.size();
    boolean numbered = alone && key.stream().allMatch(Column::numbered);
    boolean referenced = all.getFirst().ofReferencedTable();
    return new AnyTable(name, key, values, all, referenced, numbered);
  }

  /// The condition that finds one row, a parameter for each column of the key.
  String isRow(String alias) {
    return key.stream()
        .map(c -> "%s.%s = CAST(? AS %s)".formatted(alias, c.name(), c.type()))
        .collect(Collectors.joining(" AND "));
  }

  static String list(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }
}
