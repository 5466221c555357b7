package io.crossfade.postgresql.schema;

import io.crossfade.connector.Problem;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.postgresql.preflight.AskedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables whose rows cannot be told apart as we do it: by the primary key or, where there is none,
 * by the index that is the replica identity. Two texts of one key are borne with, for the log tells
 * of each step from one to the other; but the comparison has to be one that we can name in SQL and
 * that an index serves.
 */
final class KeyProblems {
  /** Condition on {@code t} and {@code i}: this is the index of the table's key. */
  private static final String IS_KEY =
      """
      i.indrelid = t.oid AND (i.indisprimary OR i.indisreplident
        AND NOT EXISTS (SELECT FROM pg_index p WHERE p.indrelid = t.oid AND p.indisprimary))\
      """;

  private static final String EITHER_SIDE =
      """
      SELECT t.oid::regclass::text, 'the log does not name its old rows by its primary key, which is not its replica identity',
        format('ALTER TABLE %s REPLICA IDENTITY DEFAULT', t.oid::regclass) FROM t JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
        WHERE t.relreplident = 'n' OR (t.relreplident = 'i' AND NOT i.indisreplident)
      UNION ALL SELECT t.oid::regclass::text, 'it is partitioned, and has another replica identity than its primary key; partitions that are made later have not',
        format('ALTER TABLE %s REPLICA IDENTITY DEFAULT, for each of its partitions too; it needs a primary key', t.oid::regclass)
        FROM t WHERE t.relkind = 'p' AND (t.relreplident IN ('f', 'i') OR NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary))
          AND t.relreplident <> 'n' AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND (i.indisprimary OR i.indisreplident))
      UNION ALL SELECT p.whole::regclass::text, format('the log does not name old rows of its partition %s by their primary key', p.oid::regclass),
        format('ALTER TABLE %s REPLICA IDENTITY DEFAULT', p.oid::regclass) FROM p WHERE p.relkind = 'r' AND p.relreplident NOT IN ('d', 'f')
      UNION ALL SELECT t.oid::regclass::text, format('its primary key %I is deferrable', k.relname),
        'drop it, and add it again without DEFERRABLE' FROM t JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
        JOIN pg_class k ON k.oid = i.indexrelid WHERE NOT i.indimmediate
      UNION ALL SELECT t.oid::regclass::text, format('its key has a column that is compared by %I, which is not built in', c.opcname),
        'give the table a key of another type, or exclude it' FROM t JOIN pg_index i ON
      """
          + IS_KEY
          + """
            JOIN pg_opclass c ON c.oid = ANY (i.indclass::oid[]) JOIN pg_namespace n ON n.oid = c.opcnamespace WHERE n.nspname <> 'pg_catalog'
          UNION ALL SELECT t.oid::regclass::text, format('its key has a column whose collation %I takes different texts for the same', l.collname),
            'give the column a deterministic collation, or exclude the table' FROM t JOIN pg_index i ON
          """
          + IS_KEY
          + """
            JOIN pg_collation l ON l.oid = ANY (i.indcollation::oid[]) WHERE NOT l.collisdeterministic
          """;

  private static final String NO_KEY =
      """
      SELECT t.oid::regclass::text, 'it has no primary key', coalesce(
        (SELECT format('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I, or ADD PRIMARY KEY', t.oid::regclass, x.relname)
          FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = t.oid AND i.indisunique AND i.indimmediate
            AND i.indisvalid AND i.indexprs IS NULL AND i.indpred IS NULL AND NOT EXISTS (SELECT FROM pg_attribute a
              WHERE a.attrelid = t.oid AND a.attnum = ANY (i.indkey::int2[]) AND NOT a.attnotnull) ORDER BY x.relname LIMIT 1),
        format('ALTER TABLE %s ADD PRIMARY KEY, or exclude it', t.oid::regclass))
      FROM t WHERE NOT EXISTS (SELECT FROM pg_index i WHERE
      """
          + IS_KEY
          + ")";

  private KeyProblems() {}

  static List<Problem> find(Connection connection, Side side, List<Table> tables)
      throws SQLException {
    List<Problem> problems = new ArrayList<>(AskedTables.problems(connection, tables, EITHER_SIDE));
    if (side == Side.SOURCE) {
      problems.addAll(AskedTables.problems(connection, tables, NO_KEY));
      for (Table table : tables) {
        if (table.columns().isEmpty()) {
          String where = table.name().toString();
          problems.add(
              new Problem("it has no columns, and so no primary key", where, "exclude it"));
        }
      }
    }
    return problems;
  }
}
