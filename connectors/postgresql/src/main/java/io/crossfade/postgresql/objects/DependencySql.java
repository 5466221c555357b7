package io.crossfade.postgresql.objects;

/** Queries for what needs what. */
final class DependencySql {
  /** Gives catalog, number, name as the engine spells it, schema and name. */
  static final String TABLES =
      """
      SELECT 'pg_class'::regclass::oid, c.oid, format('%I.%I', n.nspname, c.relname), n.nspname, c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'crossfade')
      """;

  /**
   * What is but a part of something else, and of what: nobody makes it by itself. Catalog and
   * number twice.
   */
  static final String PARTS =
      """
      SELECT 'pg_type'::regclass::oid AS class, t.oid, 'pg_class'::regclass::oid, t.typrelid FROM pg_type t WHERE t.typrelid <> 0 AND t.typnamespace <> 11
      UNION ALL SELECT 'pg_type'::regclass, t.oid, 'pg_type'::regclass, t.typelem FROM pg_type t WHERE t.typcategory = 'A' AND t.typelem <> 0 AND t.oid > 16383
      UNION ALL SELECT 'pg_type'::regclass, rngmultitypid, 'pg_type'::regclass, rngtypid FROM pg_range WHERE rngtypid > 16383
      UNION ALL SELECT 'pg_rewrite'::regclass, r.oid, 'pg_class'::regclass, r.ev_class FROM pg_rewrite r WHERE r.rulename = '_RETURN' AND r.oid > 16383
      UNION ALL SELECT 'pg_attrdef'::regclass, d.oid, 'pg_class'::regclass, d.adrelid FROM pg_attrdef d
      UNION ALL SELECT 'pg_constraint'::regclass, k.oid, CASE k.conrelid WHEN 0 THEN 'pg_type'::regclass ELSE 'pg_class'::regclass END, CASE k.conrelid WHEN 0 THEN k.contypid ELSE k.conrelid END FROM pg_constraint k WHERE k.oid > 16383
      UNION ALL SELECT 'pg_class'::regclass, i.indexrelid, 'pg_class'::regclass, i.indrelid FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid AND c.relkind IN ('r', 'p') JOIN pg_class x ON x.oid = i.indexrelid AND (x.relispartition OR NOT c.relispartition) WHERE i.indexrelid > 16383
      UNION ALL SELECT d.classid, d.objid, d.refclassid, d.refobjid FROM pg_depend d WHERE d.deptype = 'e'
        OR (d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') AND EXISTS (SELECT FROM pg_class s WHERE s.oid = d.objid AND s.relkind = 'S'))
      """;

  /** Catalog and number twice: the first needs the second, or its column. */
  static final String NEEDS =
      """
      SELECT d.classid, d.objid, d.refclassid, d.refobjid, a.attname FROM pg_depend d LEFT JOIN pg_attribute a ON d.refclassid = 'pg_class'::regclass AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND d.refobjsubid > 0
      WHERE d.deptype IN ('n', 'a', 'i') AND (d.objid > 16383) AND (d.refobjid > 16383 OR d.refobjid = 2200)
      """;

  /** Catalog, number, and the role that is named. */
  static final String ROLES =
      """
      SELECT 'pg_policy'::regclass::oid, p.oid, r::regrole::text FROM pg_policy p CROSS JOIN LATERAL unnest(p.polroles) r WHERE r <> 0
      """;

  private DependencySql() {}
}
