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
          UNION ALL SELECT format('name or storage of the primary key %I', conname), t.oid::regclass::text,
            'the target''s is made of the key columns alone and named after its table: ALTER INDEX ... RENAME TO where the application names it (ON CONFLICT ON CONSTRAINT)'
            FROM t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
            JOIN pg_index i ON i.indexrelid = k.conindid JOIN pg_class x ON x.oid = i.indexrelid
            WHERE k.conname <> t.relname || '_pkey' OR i.indnatts > i.indnkeyatts OR x.reloptions IS NOT NULL
          UNION ALL SELECT format('GENERATED ALWAYS for column %I', a.attname), t.oid::regclass::text,
            format('on the target it is BY DEFAULT; after `cleanup`: ALTER TABLE %s ALTER %I SET GENERATED ALWAYS', t.oid::regclass, a.attname)
            FROM t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attidentity = 'a'
          UNION ALL SELECT format('%s in the default of column %I', pg_describe_object(p.refclassid, p.refobjid, 0), a.attname),
            t.oid::regclass::text, 'make it there before `prepare`, which makes the table with its defaults'
            FROM t JOIN pg_attrdef e ON e.adrelid = t.oid JOIN a ON a.attrelid = t.oid AND a.attnum = e.adnum AND a.attgenerated = ''
            JOIN pg_depend p ON p.classid = 'pg_attrdef'::regclass AND p.objid = e.oid AND p.refclassid = 'pg_proc'::regclass
          UNION ALL SELECT format('step, cache or limit of the sequence %s', s.seqrelid::regclass), t.oid::regclass::text,
            format('the target counts by 1 without a cache; make it there: ALTER TABLE %s ALTER %I SET INCREMENT BY %s SET CACHE %s SET MAXVALUE %s%s',
              t.oid::regclass, a.attname, s.seqincrement, s.seqcache, s.seqmax, CASE WHEN s.seqcycle THEN ' SET CYCLE' END)
            FROM t JOIN pg_attribute a ON a.attrelid = t.oid JOIN pg_depend q ON q.refobjid = t.oid AND q.refobjsubid = a.attnum
              AND q.refclassid = 'pg_class'::regclass AND q.classid = 'pg_class'::regclass AND q.deptype IN ('a', 'i')
            JOIN pg_sequence s ON s.seqrelid = q.objid WHERE s.seqincrement <> 1 OR s.seqcache <> 1 OR s.seqcycle
              OR s.seqmax < CASE a.atttypid WHEN 21 THEN 32767 WHEN 23 THEN 2147483647 ELSE 9223372036854775807 END
          UNION ALL SELECT 'storage setting', t.oid::regclass::text, x.settings
            FROM t LEFT JOIN pg_tablespace s ON s.oid = t.reltablespace LEFT JOIN pg_am m ON m.oid = t.relam
            LEFT JOIN pg_class o ON o.oid = t.reltoastrelid CROSS JOIN LATERAL (SELECT concat_ws('; ',
              'WITH (' || array_to_string(t.reloptions, ', ') || ')', 'WITH (toast.' || array_to_string(o.reloptions, ', toast.') || ')',
              'TABLESPACE ' || quote_ident(s.spcname), 'USING ' || nullif(m.amname, 'heap'), 'OF ' || nullif(t.reloftype, 0)::regtype,
              (SELECT 'storage, compression or statistics of ' || string_agg(format('column %I', a.attname), ', ' ORDER BY a.attnum)
                FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid WHERE a.attrelid = t.oid AND a.attnum > 0
                AND (a.attoptions IS NOT NULL OR a.attcompression <> '' OR a.attstattarget >= 0 OR a.attstorage <> y.typstorage))) AS settings) x
            WHERE x.settings <> ''
          """;

  /** What uses the table, or watches it. */
  private static final String AROUND =
      """
      , v AS (SELECT t.oid AS base, r.ev_class AS view FROM t JOIN pg_depend d ON d.refobjid = t.oid
          AND d.refclassid = 'pg_class'::regclass AND d.classid = 'pg_rewrite'::regclass JOIN pg_rewrite r ON r.oid = d.objid
        UNION SELECT v.base, r.ev_class FROM v JOIN pg_depend d ON d.refobjid = v.view
          AND d.refclassid = 'pg_class'::regclass AND d.classid = 'pg_rewrite'::regclass JOIN pg_rewrite r ON r.oid = d.objid),
      rights AS (SELECT t.oid, t.relowner, x.grantee, x.is_grantable, x.privilege_type AS privilege
          FROM t CROSS JOIN LATERAL aclexplode(t.relacl) x
        UNION ALL SELECT t.oid, t.relowner, x.grantee, x.is_grantable, format('%s (%I)', x.privilege_type, a.attname)
          FROM t JOIN pg_attribute a ON a.attrelid = t.oid CROSS JOIN LATERAL aclexplode(a.attacl) x)
      SELECT format('trigger %I', g.tgname), t.oid::regclass::text, 'make it there: ' || pg_get_triggerdef(g.oid)
          || CASE g.tgenabled WHEN 'O' THEN '' WHEN 'D' THEN '; it is disabled'
            ELSE '; it fires for replicated rows too: enable it so only after `cleanup`' END
        FROM t JOIN pg_trigger g ON g.tgrelid = t.oid JOIN pg_proc f ON f.oid = g.tgfoid JOIN pg_namespace n ON n.oid = f.pronamespace
        WHERE NOT g.tgisinternal AND n.nspname <> 'crossfade'
      UNION ALL SELECT format('rule %I', r.rulename), t.oid::regclass::text, 'make it there, as pg_rules shows it'
        FROM t JOIN pg_rewrite r ON r.ev_class = t.oid
      UNION ALL SELECT format('policy %I', p.polname), t.oid::regclass::text, 'make it there, as pg_policies shows it'
        FROM t JOIN pg_policy p ON p.polrelid = t.oid
      UNION ALL SELECT 'row security', t.oid::regclass::text, format('make it there: ALTER TABLE %s ENABLE ROW LEVEL SECURITY%s', t.oid::regclass,
          CASE WHEN relforcerowsecurity THEN ', FORCE ROW LEVEL SECURITY' END)
        FROM t WHERE relrowsecurity OR relforcerowsecurity
      UNION ALL SELECT CASE c.relkind WHEN 'm' THEN 'materialized ' ELSE '' END || 'view ' || v.view::regclass,
          string_agg(v.base::regclass::text, ', ' ORDER BY v.base::regclass::text), 'make it there, as pg_get_viewdef shows it'
        FROM v JOIN pg_class c ON c.oid = v.view WHERE c.relkind IN ('v', 'm') GROUP BY v.view, c.relkind
      UNION ALL SELECT 'grant to ' || who, oid::regclass::text, format('make it there: GRANT %s ON %s TO %s%s',
          string_agg(privilege, ', ' ORDER BY privilege), oid::regclass, who, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END)
        FROM rights CROSS JOIN LATERAL (SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS who) x
        WHERE grantee <> relowner GROUP BY oid, who, is_grantable
      UNION ALL SELECT 'owner ' || relowner::regrole, string_agg(oid::regclass::text, ', ' ORDER BY oid::regclass::text),
          'the tables that Crossfade makes belong to its role; ALTER TABLE ... OWNER TO after `cleanup`'
        FROM t WHERE relowner <> (SELECT oid FROM pg_roles WHERE rolname = current_user) GROUP BY relowner
      UNION ALL SELECT 'comment', t.oid::regclass::text, 'on ' || string_agg(coalesce('column ' || quote_ident(a.attname), 'the table'), ', ' ORDER BY d.objsubid)
          || '; columns'' at any time, the table''s only after `cleanup`: until then Crossfade knows its tables by theirs'
        FROM t JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_class'::regclass
        LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.objsubid AND d.objsubid > 0
        WHERE d.objsubid > 0 OR d.description <> 'made by Crossfade' GROUP BY t.oid
      UNION ALL SELECT format('statistics object %I', s.stxname), t.oid::regclass::text, 'make it there, then ANALYZE: ' || pg_get_statisticsobjdef(s.oid)
        FROM t JOIN pg_statistic_ext s ON s.stxrelid = t.oid
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
