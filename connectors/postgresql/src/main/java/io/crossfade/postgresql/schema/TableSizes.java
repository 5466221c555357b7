package io.crossfade.postgresql.schema;

import io.crossfade.connector.Size;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** About how large tables are, their partitions included. */
final class TableSizes {
  /** The files are looked at, for which each table is locked as by a reader. */
  private static final String FILES =
      "pg_table_size(p.oid)::bigint, pg_indexes_size(p.oid)::bigint";

  /** As the last VACUUM or ANALYZE has seen it. */
  private static final String ESTIMATES =
      "p.relpages::bigint * current_setting('block_size')::bigint, 0::bigint";

  private static final String QUERY =
      """
      SELECT s, r, (SELECT CASE WHEN bool_or(x.rows < 0 AND x.bytes > 0) THEN -1 ELSE sum(greatest(0, x.rows)) END FROM x WHERE x.top = c.oid),
        (SELECT coalesce(sum(x.bytes), 0) FROM x WHERE x.top = c.oid), (SELECT coalesce(sum(x.indexes), 0) FROM x WHERE x.top = c.oid)
      FROM c\
      """;

  private static final String TREE =
      """
      WITH RECURSIVE c AS (SELECT s, r, c.oid FROM unnest(?::text[], ?::text[]) w (s, r)
        JOIN pg_namespace n ON n.nspname = w.s JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.r),
      tree AS (SELECT oid AS top, oid FROM c
        UNION ALL SELECT tree.top, i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid),
      x AS (SELECT tree.top, v.* FROM tree JOIN pg_class p ON p.oid = tree.oid
        CROSS JOIN LATERAL (SELECT CASE p.relkind WHEN 'p' THEN 0 ELSE p.reltuples END::bigint, {}) v (rows, bytes, indexes))
      """;

  private TableSizes() {}

  static Map<TableName, Size> read(Connection connection, List<Table> tables) throws SQLException {
    Transaction.execute(connection, "SET lock_timeout = '2s'");
    try {
      return read(connection, tables, FILES);
    } catch (SQLException e) {
      if (!SqlState.isLockTimeout(e)) {
        throw e;
      }
      return read(connection, tables, ESTIMATES);
    }
  }

  private static Map<TableName, Size> read(
      Connection connection, List<Table> tables, String measures) throws SQLException {
    Object[] schemas = tables.stream().map(t -> t.name().schema()).toArray();
    Object[] names = tables.stream().map(t -> t.name().name()).toArray();
    Map<TableName, Size> sizes = new HashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement(TREE.replace("{}", measures) + QUERY)) {
      query.setArray(1, connection.createArrayOf("text", schemas));
      query.setArray(2, connection.createArrayOf("text", names));
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          sizes.put(
              new TableName(row.getString(1), row.getString(2)),
              new Size(row.getLong(3), row.getLong(4), row.getLong(5)));
        }
      }
    }
    return sizes;
  }
}
