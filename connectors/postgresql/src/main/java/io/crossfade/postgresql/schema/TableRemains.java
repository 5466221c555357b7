package io.crossfade.postgresql.schema;

import io.crossfade.connector.NotCarried;
import io.crossfade.model.Table;
import io.crossfade.postgresql.preflight.AskedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What hangs on the tables and is neither carried nor refused. Changing it changes docs/support.md.
 */
final class TableRemains {
  /** What is built with the table, and is only partly, or not, on the target. */
  private static final String SHAPE =
      """
      SELECT format('index %I', i.index_name), format('%I.%I', i.schema_name, i.table_name),
        i.obstacle || '; where it can be made there: CREATE INDEX ... ' || i.definition
          || CASE WHEN i.indisunique THEN '; it is unique, so the target accepts rows that the source would refuse on the way back' ELSE '' END
        FROM (
      """
          + Definitions.INDEXES
          + """
          ) i WHERE i.obstacle IS NOT NULL AND (i.schema_name, i.table_name) IN (SELECT s, r FROM w)
          UNION ALL SELECT format('check %I', k.check_name), format('%I.%I', k.schema_name, k.table_name),
            k.obstacle || '; where it can be made there: CHECK (' || k.definition || ')' FROM (
          """
          + Definitions.CHECKS
          + """
          ) k WHERE k.obstacle IS NOT NULL AND (k.schema_name, k.table_name) IN (SELECT s, r FROM w)
          UNION ALL SELECT format('foreign key %I', conname), t.oid::regclass::text,
            'on deletion it sets only some of its columns; make it there: ' || pg_get_constraintdef(f.oid)
            FROM t JOIN pg_constraint f ON f.conrelid = t.oid WHERE f.contype = 'f' AND f.confdelsetcols IS NOT NULL
          UNION ALL SELECT format('foreign key %I', conname), f.conrelid::regclass::text,
            format('it refers to %s, which moves without it: after the cutover nothing enforces it', t.oid::regclass)
            FROM t JOIN pg_constraint f ON f.confrelid = t.oid
            WHERE f.contype = 'f' AND f.conparentid = 0 AND f.conrelid NOT IN (SELECT oid FROM t)
          UNION ALL SELECT format('INCLUDE or storage of the primary key %I', conname), t.oid::regclass::text,
            'the target''s is made of the key columns alone'
            FROM t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
            JOIN pg_index i ON i.indexrelid = k.conindid JOIN pg_class x ON x.oid = i.indexrelid
            WHERE i.indnatts > i.indnkeyatts OR x.reloptions IS NOT NULL
          UNION ALL SELECT format('GENERATED ALWAYS for column %I', a.attname), t.oid::regclass::text,
            format('on the target it is BY DEFAULT; after `cleanup`: ALTER TABLE %s ALTER %I SET GENERATED ALWAYS', t.oid::regclass, a.attname)
            FROM t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attidentity = 'a'
          UNION ALL SELECT format('constraint %I of the partition %s', k.conname, p.oid::regclass), p.whole::regclass::text,
            'it holds for this partition alone; make it there: ' || pg_get_constraintdef(k.oid)
            FROM p JOIN pg_constraint k ON k.conrelid = p.oid AND k.contype NOT IN ('n', 't') AND k.conparentid = 0 AND k.coninhcount = 0
          UNION ALL SELECT 'storage setting', t.oid::regclass::text, x.settings
            FROM t LEFT JOIN pg_tablespace s ON s.oid = t.reltablespace LEFT JOIN pg_am m ON m.oid = t.relam
            CROSS JOIN LATERAL (SELECT concat_ws('; ', 'TABLESPACE ' || quote_ident(s.spcname), 'USING ' || nullif(m.amname, 'heap'),
              'OF ' || nullif(t.reloftype, 0)::regtype) AS settings) x
            WHERE x.settings <> ''
          """;

  /** What uses the table, or watches it. */
  private static final String AROUND =
      """
      SELECT format('place of the trigger %I among those that fire for replicated rows too', g.tgname), t.oid::regclass::text,
          format('it is made disabled: our own writes would fire it. After `cleanup`: ALTER TABLE %s ENABLE %s TRIGGER %I',
            t.oid::regclass, CASE g.tgenabled WHEN 'A' THEN 'ALWAYS' ELSE 'REPLICA' END, g.tgname)
        FROM t JOIN pg_trigger g ON g.tgrelid = t.oid JOIN pg_proc f ON f.oid = g.tgfoid JOIN pg_namespace n ON n.oid = f.pronamespace
        WHERE NOT g.tgisinternal AND n.nspname <> 'crossfade' AND g.tgenabled IN ('A', 'R')
      UNION ALL SELECT 'owner ' || relowner::regrole, string_agg(oid::regclass::text, ', ' ORDER BY oid::regclass::text),
          'the tables that Crossfade makes belong to its role; ALTER TABLE ... OWNER TO after `cleanup`'
        FROM t WHERE relowner <> (SELECT oid FROM pg_roles WHERE rolname = current_user) GROUP BY relowner
      UNION ALL SELECT format('place in the publication %I', p.pubname), format('%I.%I', p.schemaname, p.tablename),
          'the target publishes nothing by itself: who subscribes to it needs a publication there'
        FROM pg_publication_tables p WHERE (p.schemaname, p.tablename) IN (SELECT s, r FROM w) AND p.pubname !~ '^crossfade_'
      """;

  private TableRemains() {}

  static List<NotCarried> find(Connection connection, List<Table> tables) throws SQLException {
    List<NotCarried> found = AskedTables.notCarried(connection, tables, SHAPE + " ORDER BY 2, 1");
    found.addAll(AskedTables.notCarried(connection, tables, AROUND + " ORDER BY 2, 1"));
    return found;
  }
}
