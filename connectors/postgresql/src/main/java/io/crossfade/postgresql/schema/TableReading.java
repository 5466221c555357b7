package io.crossfade.postgresql.schema;

import io.crossfade.model.Check;
import io.crossfade.model.Column;
import io.crossfade.model.Constraint;
import io.crossfade.model.Definition;
import io.crossfade.model.ForeignKey;
import io.crossfade.model.Index;
import io.crossfade.model.Partition;
import io.crossfade.model.Partitioning;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.foreign.PostgresKinds;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads all tables of users out of the catalog, with a few queries for all of them together. */
final class TableReading {
  private static final String COLUMNS =
      """
      SELECT n.nspname, c.relname, CASE c.relkind WHEN 'p' THEN 0 ELSE greatest(c.reltuples, 0) END::bigint, a.attname,
        format_type(a.atttypid, a.atttypmod), a.attnotnull,
        CASE a.attgenerated WHEN 's' THEN format('(%s) STORED', e.text) WHEN 'v' THEN format('(%s) VIRTUAL', e.text) ELSE e.text END,
        EXISTS (SELECT FROM pg_depend q JOIN pg_class s ON s.oid = q.objid AND s.relkind = 'S'
          WHERE q.classid = 'pg_class'::regclass AND q.refclassid = 'pg_class'::regclass
            AND q.refobjid = c.oid AND q.refobjsubid = a.attnum AND q.deptype IN ('a', 'i')),
        a.attgenerated <> ''
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      CROSS JOIN LATERAL (SELECT pg_get_expr(d.adbin, d.adrelid) AS text) e
      WHERE
      """
          + Definitions.USERS_TABLE
          + " ORDER BY n.nspname, c.relname, a.attnum";

  private static final String INDEXES =
      "SELECT schema_name, table_name, index_name, indisunique, is_key, is_constraint, key_columns,"
          + " CASE WHEN NOT plain THEN definition END, columns FROM ("
          + Definitions.INDEXES
          + ") i WHERE obstacle IS NULL ORDER BY 1, 2, 3";

  private static final String CHECKS =
      "SELECT schema_name, table_name, check_name, definition, columns, convalidated FROM ("
          + Definitions.CHECKS
          + ") k WHERE obstacle IS NULL ORDER BY 1, 2, 3";

  private static final String FOREIGN_KEYS =
      """
      SELECT n.nspname, c.relname, f.conname, fn.nspname, fc.relname,
        (SELECT array_agg(a.attname::text ORDER BY k.ord) FROM unnest(f.conkey) WITH ORDINALITY k (num, ord)
         JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.num),
        (SELECT array_agg(a.attname::text ORDER BY k.ord) FROM unnest(f.confkey) WITH ORDINALITY k (num, ord)
         JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.num),
        concat_ws(' ',
          CASE f.confmatchtype WHEN 'f' THEN 'MATCH FULL' END,
          CASE f.confupdtype WHEN 'r' THEN 'ON UPDATE RESTRICT' WHEN 'c' THEN 'ON UPDATE CASCADE'
            WHEN 'n' THEN 'ON UPDATE SET NULL' WHEN 'd' THEN 'ON UPDATE SET DEFAULT' END,
          CASE f.confdeltype WHEN 'r' THEN 'ON DELETE RESTRICT' WHEN 'c' THEN 'ON DELETE CASCADE'
            WHEN 'n' THEN 'ON DELETE SET NULL' WHEN 'd' THEN 'ON DELETE SET DEFAULT' END,
          CASE WHEN f.condeferrable THEN 'DEFERRABLE' END,
          CASE WHEN f.condeferred THEN 'INITIALLY DEFERRED' END)
      FROM pg_constraint f
      JOIN pg_class c ON c.oid = f.conrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_class fc ON fc.oid = f.confrelid
      JOIN pg_namespace fn ON fn.oid = fc.relnamespace
      WHERE f.contype = 'f' AND f.conparentid = 0 AND f.confdelsetcols IS NULL AND
      """
          + Definitions.USERS_TABLE
          + " ORDER BY n.nspname, c.relname, f.conname";

  private final Map<TableName, Parts> tables = new LinkedHashMap<>();

  private static final class Parts {
    final List<Column> columns = new ArrayList<>();
    final List<String> key = new ArrayList<>();
    final List<Index> indexes = new ArrayList<>();
    final List<Constraint> constraints = new ArrayList<>();
    final List<Partition> partitions = new ArrayList<>();
    long estimatedRows;
  }

  static List<Table> read(Connection connection) throws SQLException {
    TableReading reading = new TableReading();
    reading.each(connection, COLUMNS, reading::column);
    reading.each(connection, INDEXES, reading::index);
    reading.each(connection, CHECKS, reading::check);
    reading.each(connection, FOREIGN_KEYS, reading::foreignKey);
    reading.partitions(connection);
    List<Table> tables = new ArrayList<>();
    reading.tables.forEach((name, p) ->
        tables.add(new Table(name, p.columns, p.key, p.indexes, p.constraints, p.estimatedRows)));
    return tables;
  }

  private void partitions(Connection connection) throws SQLException {
    for (PartitionReading.Found found : PartitionReading.parts(connection)) {
      Parts parts = tables.computeIfAbsent(found.table(), n -> new Parts());
      parts.partitions.add(found.partition());
      parts.estimatedRows += found.estimatedRows();
    }
    PartitionReading.keys(connection)
        .forEach((name, by) -> {
          Parts parts = tables.computeIfAbsent(name, n -> new Parts());
          parts.constraints.add(new Partitioning(by, parts.partitions));
        });
  }

  private interface OneRow {
    void take(Parts parts, ResultSet row) throws SQLException;
  }

  private void each(Connection connection, String sql, OneRow oneRow) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        TableName name = new TableName(rows.getString(1), rows.getString(2));
        oneRow.take(tables.computeIfAbsent(name, n -> new Parts()), rows);
      }
    }
  }

  private void column(Parts parts, ResultSet row) throws SQLException {
    parts.estimatedRows = row.getLong(3);
    if (row.getString(4) == null) {
      return;
    }
    boolean numbered = row.getBoolean(8);
    boolean generated = row.getBoolean(9);
    parts.columns.add(
        new Column(
            row.getString(4),
            row.getString(5),
            !row.getBoolean(6),
            numbered ? null : row.getString(7),
            numbered,
            generated,
            PostgresKinds.of(row.getString(5))));
  }

  private void index(Parts parts, ResultSet row) throws SQLException {
    List<String> columns = strings(row.getArray(7));
    if (row.getBoolean(5)) {
      parts.key.addAll(columns);
      return;
    }
    String definition = row.getString(8);
    parts.indexes.add(
        new Index(
            row.getString(3),
            columns,
            row.getBoolean(4),
            row.getBoolean(6),
            definition == null ? null : new Definition(definition, strings(row.getArray(9)))));
  }

  private void check(Parts parts, ResultSet row) throws SQLException {
    Definition definition = new Definition(row.getString(4), strings(row.getArray(5)));
    parts.constraints.add(new Check(row.getString(3), definition, row.getBoolean(6)));
  }

  private void foreignKey(Parts parts, ResultSet row) throws SQLException {
    parts.constraints.add(
        new ForeignKey(
            row.getString(3),
            strings(row.getArray(6)),
            new TableName(row.getString(4), row.getString(5)),
            strings(row.getArray(7)),
            row.getString(8)));
  }

  private static List<String> strings(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
