package io.crossfade.postgresql.objects;

/**
 * The query for all objects of users. Gives catalog, number, kind, name, the statements that make
 * it, what is in the way of carrying it, and the table or view that it hangs on, if it does.
 */
final class ObjectSql {
  private static final String BEGIN =
      """
      WITH u AS (SELECT oid, quote_ident(nspname) AS q, nspname FROM pg_namespace
        WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'crossfade'))
      SELECT 'pg_namespace'::regclass::oid AS class, u.oid, 'schema' AS kind, u.q AS name, 'CREATE SCHEMA IF NOT EXISTS ' || u.q AS definition, NULL::text AS obstacle, 0::oid AS hangs FROM u
      UNION ALL SELECT 'pg_extension'::regclass, e.oid, 'extension', quote_ident(extname), format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I', extname, n.nspname), NULL, 0
        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname <> 'plpgsql'
      """;

  /** Only named, so that what needs them is listed rather than tried. */
  private static final String OTHERS =
      """
      SELECT 'pg_operator'::regclass, o.oid, 'operator', format('%s.%s(%s, %s)', u.q, o.oprname, format_type(nullif(o.oprleft, 0), NULL), format_type(o.oprright, NULL)), '', 'operators are not carried', 0 FROM pg_operator o JOIN u ON u.oid = o.oprnamespace
      UNION ALL SELECT 'pg_opclass'::regclass, o.oid, 'operator class', format('%s.%I', u.q, o.opcname), '', 'operator classes are not carried', 0 FROM pg_opclass o JOIN u ON u.oid = o.opcnamespace
      UNION ALL SELECT 'pg_opfamily'::regclass, o.oid, 'operator family', format('%s.%I', u.q, o.opfname), '', 'operator families are not carried', 0 FROM pg_opfamily o JOIN u ON u.oid = o.opfnamespace
      UNION ALL SELECT 'pg_ts_config'::regclass, o.oid, 'text search configuration', format('%s.%I', u.q, o.cfgname), '', 'text search is not carried', 0 FROM pg_ts_config o JOIN u ON u.oid = o.cfgnamespace
      UNION ALL SELECT 'pg_ts_dict'::regclass, o.oid, 'text search dictionary', format('%s.%I', u.q, o.dictname), '', 'text search is not carried', 0 FROM pg_ts_dict o JOIN u ON u.oid = o.dictnamespace
      UNION ALL SELECT 'pg_class'::regclass, c.oid, 'foreign table', format('%s.%I', u.q, c.relname), '', 'what it reads is on another server', 0 FROM pg_class c JOIN u ON u.oid = c.relnamespace WHERE c.relkind = 'f'
      """;

  private static final String UNION = " UNION ALL ";

  static final String OBJECTS =
      "SELECT * FROM ("
          + BEGIN
          + UNION
          + TypeSql.TYPES
          + UNION
          + RoutineSql.ROUTINES
          + UNION
          + ViewSql.VIEWS
          + UNION
          + ViewSql.HANGING
          + UNION
          + OTHERS
          + ") o WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')"
          + " ORDER BY kind, name";

  private ObjectSql() {}
}
