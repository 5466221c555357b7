package io.crossfade.postgresql.preflight;

import io.crossfade.connector.NotCarried;
import io.crossfade.connector.Problem;
import io.crossfade.model.Column;
import io.crossfade.model.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the catalog about some tables. Their names are compared, not looked up: that would need
 * rights, and these are among what is asked for.
 */
public final class AskedTables {
  /**
   * Begins a query: {@code t} are those that are there, {@code a} their columns that are given,
   * {@code p} partitions, each with the {@code whole} among {@code t}, {@code tp} both.
   */
  private static final String WITH =
      """
      WITH RECURSIVE w AS (SELECT * FROM unnest(?::text[], ?::text[], ?::text[]) w (s, r, a)),
      t AS (SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE (n.nspname, c.relname) IN (SELECT s, r FROM w)),
      a AS (SELECT a.* FROM w JOIN pg_namespace n ON n.nspname = w.s
        JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.r
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = w.a),
      tree AS (SELECT oid AS whole, oid FROM t WHERE relkind = 'p'
        UNION ALL SELECT tree.whole, i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid),
      p AS (SELECT tree.whole, c.* FROM tree JOIN pg_class c ON c.oid = tree.oid WHERE c.relispartition),
      tp AS (SELECT oid, relname, relnamespace, relowner FROM t UNION ALL SELECT oid, relname, relnamespace, relowner FROM p)
      """;

  private AskedTables() {}

  /**
   * @param sql gives where, what is wrong, what mends it
   */
  public static List<Problem> problems(Connection connection, List<Table> tables, String sql)
      throws SQLException {
    return query(connection, tables, sql, (where, what, mend) -> new Problem(what, where, mend));
  }

  /**
   * @param sql gives what, where, why
   */
  public static List<NotCarried> notCarried(Connection connection, List<Table> tables, String sql)
      throws SQLException {
    return query(connection, tables, sql, NotCarried::new);
  }

  private interface Line<T> {
    T of(String first, String second, String third);
  }

  private static <T> List<T> query(
      Connection connection, List<Table> tables, String sql, Line<T> line) throws SQLException {
    List<String> schemas = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (Table table : tables) {
      for (Column column : table.columns()) {
        schemas.add(table.name().schema());
        names.add(table.name().name());
        columns.add(column.name());
      }
    }
    List<T> lines = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(WITH + sql)) {
      query.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      query.setArray(2, connection.createArrayOf("text", names.toArray()));
      query.setArray(3, connection.createArrayOf("text", columns.toArray()));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          lines.add(line.of(row.getString(1), row.getString(2), row.getString(3)));
        }
      }
    }
    return lines;
  }
}
