package io.crossfade.postgresql.workspace;

import io.crossfade.postgresql.fence.FenceTriggers;
import io.crossfade.postgresql.items.ItemTable;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The schema {@code crossfade}: what only this database can know. No foreign keys: our sessions run
 * as replicas, where none is checked.
 *
 * <p>Everybody may read {@code stream} and {@code fence}: applications ask with their own role
 * whether their writes have arrived, and the fence's trigger runs with the role that it refuses.
 * Neither table holds a secret.
 */
final class WorkspaceTables {
  private static final String LOCK =
      "SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext('crossfade workspace'))";

  /** Before its version 2, comments told what was made, and the fence for which migration. */
  private static final String ADOPT =
      """
      INSERT INTO crossfade.made (migration, class, object)
      WITH t AS (SELECT m.name, c.oid, c.relnamespace FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
          JOIN crossfade.migration m ON starts_with(encode(g.tgargs, 'escape'), m.name || chr(92) || '000')
          WHERE g.tgfoid = to_regproc('crossfade.refuse_writes') AND obj_description(c.oid, 'pg_class') = 'made by Crossfade')
      SELECT * FROM (SELECT DISTINCT name, 'pg_namespace'::regclass::oid, relnamespace FROM t WHERE obj_description(relnamespace, 'pg_namespace') = 'made by Crossfade'
        UNION ALL SELECT name, 'pg_class'::regclass, oid FROM t
        UNION ALL SELECT t.name, 'pg_constraint'::regclass, f.oid FROM t JOIN pg_constraint f ON f.conrelid = t.oid AND f.contype = 'f') o
      WHERE (SELECT max(number) FROM crossfade.version) < 2
      ON CONFLICT DO NOTHING;
      """;

  private static final String CREATE =
      """
      CREATE SCHEMA IF NOT EXISTS crossfade;
      CREATE TABLE IF NOT EXISTS crossfade.migration (
        name text PRIMARY KEY,
        store text NOT NULL,
        lease bigint NOT NULL);
      CREATE TABLE IF NOT EXISTS crossfade.stream (
        migration text NOT NULL, direction text NOT NULL,
        position text NOT NULL, system text NOT NULL, timeline bigint NOT NULL, version text NOT NULL,
        PRIMARY KEY (migration, direction)) WITH (fillfactor = 20);
      CREATE TABLE IF NOT EXISTS crossfade.chunk (
        migration text NOT NULL, schema_name text NOT NULL, table_name text NOT NULL, number int NOT NULL,
        siblings int NOT NULL, lower text[], upper text[],
        state text NOT NULL DEFAULT 'WAITING', attempt int NOT NULL DEFAULT 0, lease bigint NOT NULL DEFAULT 0,
        boundary text, retire_after text, rows bigint NOT NULL DEFAULT 0,
        pid int, backend_start timestamptz,
        PRIMARY KEY (migration, schema_name, table_name, number)) WITH (fillfactor = 50);
      CREATE INDEX IF NOT EXISTS chunk_next ON crossfade.chunk
        (migration, attempt, siblings DESC, schema_name, table_name, number) WHERE state = 'WAITING';
      DROP INDEX IF EXISTS crossfade.chunk_waiting; -- of older versions
      CREATE TABLE IF NOT EXISTS crossfade.fence (
        migration text PRIMARY KEY,
        raised bigint NOT NULL, lifted bigint NOT NULL);
      CREATE TABLE IF NOT EXISTS crossfade.made (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        migration text NOT NULL, class oid NOT NULL, object oid NOT NULL,
        UNIQUE (migration, class, object));
      %3$s
      CREATE TABLE IF NOT EXISTS crossfade.version (number int NOT NULL);
      %2$s
      INSERT INTO crossfade.version SELECT %1$d WHERE NOT EXISTS (SELECT FROM crossfade.version);
      UPDATE crossfade.version SET number = %1$d WHERE number < %1$d;
      GRANT USAGE ON SCHEMA crossfade TO PUBLIC;
      GRANT SELECT ON crossfade.stream, crossfade.fence TO PUBLIC;
      """
          .formatted(WorkspaceVersion.OURS, ADOPT, ItemTable.CREATE);

  private static final String FORGET =
      """
      DELETE FROM crossfade.chunk WHERE migration = %1$s;
      DELETE FROM crossfade.stream WHERE migration = %1$s;
      DELETE FROM crossfade.fence WHERE migration = %1$s;
      DELETE FROM crossfade.item WHERE migration = %1$s;
      DELETE FROM crossfade.made WHERE migration = %1$s;
      DELETE FROM crossfade.migration WHERE name = %1$s;
      """;

  /** Without CASCADE: what we do not know of must not vanish with our schema. */
  private static final String DROP =
      """
      DROP FUNCTION IF EXISTS crossfade.refuse_writes();
      DROP TABLE crossfade.migration, crossfade.stream, crossfade.chunk, crossfade.fence, crossfade.made, crossfade.item, crossfade.version;
      DROP SCHEMA crossfade;
      """;

  private WorkspaceTables() {}

  /** Two processes may do this at once, and "if not exists" alone does not stand that. */
  static void lock(Connection connection) throws SQLException {
    Transaction.execute(connection, LOCK);
  }

  /** What an older version has made becomes ours. */
  static void create(Connection connection) throws SQLException {
    Transaction.execute(connection, CREATE + FenceTriggers.FUNCTION);
  }

  static void forget(Connection connection, String migrationLiteral) throws SQLException {
    Transaction.execute(connection, FORGET.formatted(migrationLiteral));
  }

  static void drop(Connection connection) throws SQLException {
    Transaction.execute(connection, DROP);
  }
}
