package io.crossfade.postgresql.schema;

import io.crossfade.connector.NotCarried;
import io.crossfade.model.Table;
import io.crossfade.postgresql.preflight.AskedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What stands beside the tables, in their schemas and in the database, and is neither an object nor
 * a trait that could be carried.
 */
final class SchemaRemains {
  private static final String QUERY =
      """
      , n AS (SELECT * FROM pg_namespace WHERE nspname IN (SELECT s FROM w)),
      b AS (SELECT relnamespace AS schema, relowner AS owner FROM pg_class c WHERE relkind IN ('v', 'm', 'S')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i', 'e') AND d.refclassid <> 'pg_rewrite'::regclass)
        UNION ALL SELECT typnamespace, typowner FROM pg_type WHERE typtype IN ('e', 'd', 'r')
        UNION ALL SELECT pronamespace, proowner FROM pg_proc p WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i')))
      SELECT 'owner ' || b.owner::regrole, 'schema ' || n.nspname, 'the views, functions, types and sequences that Crossfade makes belong to its role; ALTER ... OWNER TO after `cleanup`'
        FROM b JOIN n ON n.oid = b.schema WHERE b.owner <> (SELECT oid FROM pg_roles WHERE rolname = current_user) GROUP BY b.owner, n.nspname
      UNION ALL SELECT 'sequence ' || c.oid::regclass, 'schema ' || n.nspname, format('our role may not read and set it, so it stays where it is at a switch: GRANT SELECT, UPDATE ON SEQUENCE %s TO %I', c.oid::regclass, current_user)
        FROM pg_class c JOIN n ON n.oid = c.relnamespace WHERE CASE c.relkind WHEN 'S' THEN NOT (has_sequence_privilege(c.oid, 'SELECT') AND has_sequence_privilege(c.oid, 'UPDATE')) END
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i'))
      UNION ALL SELECT format('freshness of the materialized view %s', c.oid::regclass), 'schema ' || n.nspname,
          format('it is filled at `finish` and grows old from then on; after the cutover: REFRESH MATERIALIZED VIEW %s', c.oid::regclass)
        FROM pg_class c JOIN n ON n.oid = c.relnamespace WHERE c.relkind = 'm' AND c.relispopulated
      UNION ALL SELECT 'default privileges', coalesce('schema ' || n.nspname, 'the database'), 'they are for what is made later: make them there, as \\ddp shows them'
        FROM pg_default_acl a LEFT JOIN n ON n.oid = a.defaclnamespace WHERE a.defaclnamespace = 0 OR n.oid IS NOT NULL GROUP BY n.nspname
      UNION ALL SELECT 'foreign server ' || string_agg(quote_ident(srvname), ', ' ORDER BY srvname), 'the database', 'what it stands for is on another server' FROM pg_foreign_server HAVING count(*) > 0
      UNION ALL SELECT count(*) || ' security labels', 'the database', 'make them there, as pg_seclabels shows them' FROM pg_seclabel HAVING count(*) > 0
      UNION ALL SELECT 'event trigger ' || string_agg(quote_ident(evtname), ', ' ORDER BY evtname), 'the database',
        'make it there, after `cleanup` if it stops DDL of ours' FROM pg_event_trigger HAVING count(*) > 0
      UNION ALL SELECT count(*) || ' large objects', 'the database', 'copy them by yourself, for instance with lo_export and lo_import'
        FROM pg_largeobject_metadata HAVING count(*) > 0
      ORDER BY 2, 1
      """;

  private SchemaRemains() {}

  static List<NotCarried> find(Connection connection, List<Table> tables) throws SQLException {
    return AskedTables.notCarried(connection, tables, QUERY);
  }
}
