package io.crossfade.mysql.schema;

import io.crossfade.model.Definition;
import io.crossfade.model.Index;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The indexes of all tables, and which of them is a table's key. */
final class IndexReading {
  private static final String PRIMARY = "PRIMARY";
  private static final String FULLTEXT = "FULLTEXT";
  private static final String SPATIAL = "SPATIAL";

  private final Map<TableName, Map<String, Parts>> tables = new HashMap<>();

  /**
   * @param key empty where there is none
   */
  record Found(List<String> key, List<Index> indexes) {}

  /**
   * A part of an index: a column, perhaps the beginning of its values, or an expression.
   *
   * @param sql as CREATE INDEX takes it
   */
  private record Part(@Nullable String column, boolean plain, String sql, List<String> names) {}

  private static final class Parts {
    final List<Part> parts = new ArrayList<>();
    boolean unique;
    String kind = "";
    String hidden = "";
    String parser = "";

    boolean isPlain() {
      return kind.isEmpty() && hidden.isEmpty() && parts.stream().allMatch(Part::plain);
    }

    /** Two rows may be alike in these. */
    boolean isOfBeginnings() {
      return parts.stream().anyMatch(p -> p.sql().endsWith(")") || p.sql().endsWith(") DESC"));
    }

    List<String> columns() {
      return parts.stream()
          .map(Part::column)
          .flatMap(c -> Optional.ofNullable(c).stream())
          .toList();
    }
  }

  static IndexReading read(Connection connection, Described described) throws SQLException {
    IndexReading reading = new IndexReading();
    String more =
        switch (Dialect.of(connection)) {
          case MYSQL -> "EXPRESSION, CASE IS_VISIBLE WHEN 'NO' THEN ' INVISIBLE' ELSE '' END";
          case MARIADB -> "NULL, CASE IGNORED WHEN 'YES' THEN ' IGNORED' ELSE '' END";
        };
    described.each(
        "INDEX_NAME, NON_UNIQUE, COLUMN_NAME, SUB_PART, COLLATION, INDEX_TYPE, " + more,
        "STATISTICS WHERE {} ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX",
        "TABLE_SCHEMA",
        "TABLE_NAME",
        reading::part);
    reading.parsers(connection);
    return reading;
  }

  private void part(TableName table, ResultSet row) throws SQLException {
    Parts index =
        tables
            .computeIfAbsent(table, t -> new TreeMap<>())
            .computeIfAbsent(row.getString(3), n -> new Parts());
    index.unique = !row.getBoolean(4);
    String type = row.getString(8);
    index.kind =
        type.equals(FULLTEXT)
            ? FULLTEXT
            : type.equals(SPATIAL) || type.equals("RTREE") ? SPATIAL : "";
    index.hidden = row.getString(10);
    String column = row.getString(5);
    String expression = row.getString(9);
    boolean descending = "D".equals(row.getString(7));
    // Those two kinds of index always are of the beginnings of values, and may not say so.
    String length = index.kind.isEmpty() ? row.getString(6) : null;
    if (expression != null) {
      String sql = ColumnSpelling.plain(expression);
      index.parts.add(
          new Part(
              null, false, "(" + sql + ")" + (descending ? " DESC" : ""), TableReading.names(sql)));
    } else {
      String sql =
          Sql.quote(column)
              + (length == null ? "" : "(" + length + ")")
              + (descending ? " DESC" : "");
      index.parts.add(new Part(column, length == null && !descending, sql, List.of(column)));
    }
  }

  /** How a fulltext index takes texts apart stands in no table of the catalog. */
  private void parsers(Connection connection) throws SQLException {
    for (Map.Entry<TableName, Map<String, Parts>> table : tables.entrySet()) {
      if (table.getValue().values().stream().anyMatch(i -> i.kind.equals(FULLTEXT))) {
        try (Statement statement = connection.createStatement();
            ResultSet row =
                statement.executeQuery("SHOW CREATE TABLE " + Sql.table(table.getKey()))) {
          row.next();
          parsers(row.getString(2), table.getValue());
        }
      }
    }
  }

  private static void parsers(String statement, Map<String, Parts> indexes) {
    statement
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("FULLTEXT KEY "))
        .forEach(line ->
            indexes.forEach((name, index) -> {
              int parser = line.indexOf("/*!");
              if (parser >= 0 && line.startsWith("FULLTEXT KEY " + Sql.quote(name) + " ")) {
                index.parser = " " + line.substring(parser).replaceFirst(",$", "").strip();
              }
            }));
  }

  /**
   * The primary key, or the first unique index of columns that always have a value.
   *
   * @param nullable the table's columns that may have none
   */
  Found of(TableName table, Set<String> nullable) {
    Map<String, Parts> all = new TreeMap<>(tables.getOrDefault(table, Map.of()));
    String keyName =
        all.containsKey(PRIMARY)
            ? PRIMARY
            : all.entrySet().stream()
                .filter(
                    e -> e.getValue().unique && e.getValue().parts.stream().allMatch(Part::plain))
                .filter(e -> e.getValue().columns().stream().noneMatch(nullable::contains))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    Parts key = all.remove(keyName);
    List<Index> indexes = new ArrayList<>();
    all.forEach((name, parts) -> indexes.add(index(name, parts)));
    return new Found(key == null || key.isOfBeginnings() ? List.of() : key.columns(), indexes);
  }

  private static Index index(String name, Parts index) {
    if (index.isPlain()) {
      return Index.plain(name, index.columns(), index.unique);
    }
    String text =
        (index.kind
                    + " ("
                    + index.parts.stream().map(Part::sql).collect(Collectors.joining(", "))
                    + ")")
                .strip()
            + index.hidden
            + index.parser;
    List<String> names =
        index.parts.stream().flatMap(p -> p.names().stream()).distinct().sorted().toList();
    return new Index(name, index.columns(), index.unique, false, new Definition(text, names));
  }
}
