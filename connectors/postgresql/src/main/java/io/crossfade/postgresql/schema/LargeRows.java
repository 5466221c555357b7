package io.crossfade.postgresql.schema;

import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.session.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks for rows that take much memory, without reading a large value. */
final class LargeRows {
  /** A smaller row does not matter to any heap. */
  private static final long LARGE = 1 << 20;

  /** Of the table itself, where a large value is but a reference: 16 MB are read in a moment. */
  private static final int PAGES = 2_000;

  /** Values of more than some 2 kB lie beside their table. Gives how many pages it has itself. */
  private static final String PAGES_BESIDE_VALUES =
      """
      WITH RECURSIVE tree AS (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = ? AND c.relname = ? AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
        UNION ALL SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid)
      SELECT CASE WHEN bool_or(pg_relation_size(c.reltoastrelid) > 0) THEN greatest(1, sum(pg_relation_size(c.oid)) / current_setting('block_size')::int) ELSE 0 END::bigint
      FROM tree JOIN pg_class c ON c.oid = tree.oid WHERE c.reltoastrelid <> 0\
      """;

  private LargeRows() {}

  static Map<TableName, Long> find(Connection connection, List<Table> tables) throws SQLException {
    Map<TableName, Long> found = new LinkedHashMap<>();
    for (Table table : tables) {
      long pages = pages(connection, table.name());
      long largest = pages == 0 ? 0 : largest(connection, table, pages);
      if (largest >= LARGE) {
        found.put(table.name(), largest);
      }
    }
    return found;
  }

  /** 0 where no value is large enough to lie beside the table. */
  private static long pages(Connection connection, TableName name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PAGES_BESIDE_VALUES)) {
      statement.setString(1, name.schema());
      statement.setString(2, name.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static long largest(Connection connection, Table table, long pages) throws SQLException {
    String sizes = table.columns().stream().map(LargeRows::size).collect(Collectors.joining(" + "));
    double percent = Math.min(100, 100.0 * PAGES / pages);
    String sql =
        String.format(
            Locale.ROOT,
            "SELECT coalesce(max(%s), 0) FROM %s TABLESAMPLE SYSTEM (%f)",
            sizes,
            Sql.table(table.name()),
            percent);
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Of a text or bytea its length stands beside the reference; of others only what they take there.
   * The log tells a bytea in hexadecimal.
   */
  private static String size(Column column) {
    String name = Sql.quote(column.name());
    String size =
        column.type().equals("bytea")
            ? "2 * octet_length(" + name + ")::bigint"
            : column.type().matches("text|character varying.*")
                ? "octet_length(" + name + ")"
                : "pg_column_size(" + name + ")";
    return "coalesce(" + size + ", 0)::bigint";
  }
}
