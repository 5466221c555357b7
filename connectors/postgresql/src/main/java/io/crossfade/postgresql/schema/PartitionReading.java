package io.crossfade.postgresql.schema;

import io.crossfade.model.Definition;
import io.crossfade.model.Partition;
import io.crossfade.model.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How tables are partitioned, partitions of partitions included. */
final class PartitionReading {
  private static final String KEYS =
      """
      SELECT n.nspname, c.relname, pg_get_partkeydef(c.oid),
        ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (k.partattrs::int2[]) ORDER BY a.attnum)
      FROM pg_partitioned_table k JOIN pg_class c ON c.oid = k.partrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE
      """
          + Definitions.USERS_TABLE;

  /**
   * Each after its parent. The state is another one where the partition was attached anew, and
   * where its rows were written anew: no log tells that they came or went.
   */
  private static final String PARTS =
      """
      WITH RECURSIVE tree AS (
        SELECT c.oid AS root, c.oid, 0 AS depth, ''::text AS since FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind = 'p' AND
      """
          + Definitions.USERS_TABLE
          + """
             UNION ALL SELECT tree.root, i.inhrelid, depth + 1, i.xmin::text FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid WHERE NOT i.inhdetachpending)
          SELECT rn.nspname, r.relname, n.nspname, c.relname, pn.nspname, p.relname, pg_get_expr(c.relpartbound, c.oid), pg_get_partkeydef(c.oid),
            concat_ws(' ', c.oid, tree.since, c.relfilenode), CASE c.relkind WHEN 'p' THEN 0 ELSE greatest(c.reltuples, 0) END::bigint
          FROM tree JOIN pg_class r ON r.oid = tree.root JOIN pg_namespace rn ON rn.oid = r.relnamespace
          JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
          WHERE depth > 0 ORDER BY 1, 2, depth, 3, 4
          """;

  private PartitionReading() {}

  /**
   * @param table the whole
   */
  record Found(TableName table, Partition partition, String state, long estimatedRows) {}

  static Map<TableName, Definition> keys(Connection connection) throws SQLException {
    Map<TableName, Definition> keys = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(KEYS)) {
      while (row.next()) {
        Array columns = row.getArray(4);
        keys.put(
            name(row, 1), new Definition(row.getString(3), List.of((String[]) columns.getArray())));
      }
    }
    return keys;
  }

  static List<Found> parts(Connection connection) throws SQLException {
    List<Found> parts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(PARTS)) {
      while (row.next()) {
        Partition partition =
            new Partition(name(row, 3), name(row, 5), row.getString(7), row.getString(8));
        parts.add(new Found(name(row, 1), partition, row.getString(9), row.getLong(10)));
      }
    }
    return parts;
  }

  private static TableName name(ResultSet row, int at) throws SQLException {
    return new TableName(row.getString(at), row.getString(at + 1));
  }
}
