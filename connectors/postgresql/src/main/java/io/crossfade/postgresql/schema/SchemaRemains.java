package io.crossfade.postgresql.schema;

import io.crossfade.connector.NotCarried;
import io.crossfade.model.Table;
import io.crossfade.postgresql.preflight.AskedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What stands beside the tables, in their schemas: only tables move. Extensions bring their own.
 */
final class SchemaRemains {
  private static final String QUERY =
      """
      , b AS (SELECT relnamespace AS schema, CASE relkind WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' ELSE 'type' END AS kind,
          relname AS name, 'pg_class'::regclass AS class, oid FROM pg_class c WHERE relkind IN ('f', 'c') OR (relkind = 'S'
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
              AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')))
        UNION ALL SELECT typnamespace, 'type', typname, 'pg_type'::regclass, oid FROM pg_type WHERE typtype IN ('e', 'd', 'r')
        UNION ALL SELECT pronamespace, 'routine', proname, 'pg_proc'::regclass, oid FROM pg_proc
        UNION ALL SELECT oprnamespace, 'operator', oprname, 'pg_operator'::regclass, oid FROM pg_operator
        UNION ALL SELECT collnamespace, 'collation', collname, 'pg_collation'::regclass, oid FROM pg_collation
        UNION ALL SELECT cfgnamespace, 'text search configuration', cfgname, 'pg_ts_config'::regclass, oid FROM pg_ts_config)
      SELECT b.kind || ' ' || string_agg(DISTINCT quote_ident(b.name), ', '), 'schema ' || n.nspname,
        'only tables move; what a default calls has to be there before `prepare`, all else before the cutover'
        FROM b JOIN pg_namespace n ON n.oid = b.schema WHERE n.nspname IN (SELECT s FROM w)
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = b.class AND d.objid = b.oid AND d.deptype = 'e')
        GROUP BY b.kind, n.nspname
      UNION ALL SELECT 'event trigger ' || string_agg(quote_ident(evtname), ', ' ORDER BY evtname), 'the database',
        'make it there, after `cleanup` if it stops DDL of ours' FROM pg_event_trigger HAVING count(*) > 0
      UNION ALL SELECT count(*) || ' large objects', 'the database', 'copy them by yourself, for instance with lo_export and lo_import'
        FROM pg_largeobject_metadata HAVING count(*) > 0
      UNION ALL SELECT 'extension ' || string_agg(quote_ident(extname), ', ' ORDER BY extname), 'the database', 'CREATE EXTENSION there, where it is used'
        FROM pg_extension WHERE extname <> 'plpgsql' HAVING count(*) > 0
      ORDER BY 2, 1
      """;

  private SchemaRemains() {}

  static List<NotCarried> find(Connection connection, List<Table> tables) throws SQLException {
    return AskedTables.notCarried(connection, tables, QUERY);
  }
}
