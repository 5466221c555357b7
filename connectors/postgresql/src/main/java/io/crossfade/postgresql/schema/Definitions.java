package io.crossfade.postgresql.schema;

/**
 * Queries for what the server spells out by itself: indexes and checks. What has an {@code
 * obstacle} would not hold, or not be there, on another server; all else is carried.
 */
final class Definitions {
  /** Condition on {@code c} and {@code n}: a table of a user's. */
  static final String USERS_TABLE =
      """
      n.nspname NOT IN ('pg_catalog', 'information_schema', 'crossfade') AND n.nspname !~ '^pg_(toast|temp)'
        AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')\
      """;

  /**
   * Condition on {@code p}, a dependency: what is needed is of an extension, or carried by itself.
   * A collation of the system's is made of what the machine has, perhaps not on the other one.
   */
  private static final String CARRIED =
      """
      (EXISTS (SELECT FROM pg_depend e WHERE e.classid = p.refclassid AND e.objid = p.refobjid AND e.deptype = 'e')
        OR p.refclassid = 'pg_type'::regclass
        OR EXISTS (SELECT FROM pg_collation l WHERE p.refclassid = 'pg_collation'::regclass AND l.oid = p.refobjid AND l.collnamespace <> 'pg_catalog'::regnamespace)
        OR EXISTS (SELECT FROM pg_proc f JOIN pg_language l ON l.oid = f.prolang WHERE p.refclassid = 'pg_proc'::regclass AND f.oid = p.refobjid
          AND l.lanname NOT IN ('c', 'internal') AND NOT f.prosecdef))\
      """;

  /**
   * Without those that preflight refuses. {@code plain}: the key's columns say all of it, and need
   * nothing but their own types.
   */
  static final String INDEXES =
      """
      SELECT n.nspname AS schema_name, c.relname AS table_name, x.relname AS index_name, i.indisunique, i.indisprimary,
        i.indisprimary OR i.indisreplident AND NOT EXISTS (SELECT FROM pg_index p WHERE p.indrelid = c.oid AND p.indisprimary) AS is_key,
        EXISTS (SELECT FROM pg_constraint u WHERE u.conindid = x.oid AND u.contype = 'u') AS is_constraint, k.key_columns,
        d.definition, s.plain,
        ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND (a.attnum = ANY (i.indkey::int2[])
          OR EXISTS (SELECT FROM pg_depend p WHERE p.classid = 'pg_class'::regclass AND p.objid = x.oid
            AND p.refclassid = 'pg_class'::regclass AND p.refobjid = c.oid AND p.refobjsubid = a.attnum)) ORDER BY a.attnum) AS columns,
        CASE WHEN NOT i.indisvalid THEN 'it is not valid on the source'
          WHEN concat(i.indexprs, i.indpred) ~ ':varattno 0 ' THEN 'it is made of whole rows'
          WHEN s.plain OR i.indisprimary THEN NULL
          ELSE (SELECT 'it needs the ' || min(pg_describe_object(p.refclassid, p.refobjid, p.refobjsubid)) || ', which is not carried'
            FROM pg_depend p WHERE p.classid = 'pg_class'::regclass AND p.objid = x.oid AND p.deptype = 'n'
              AND NOT (p.refclassid = 'pg_class'::regclass AND p.refobjid = c.oid) AND NOT
      """
          + CARRIED
          + """
                ) END AS obstacle
          FROM pg_index i
          JOIN pg_class x ON x.oid = i.indexrelid
          JOIN pg_class c ON c.oid = i.indrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace
          CROSS JOIN LATERAL (SELECT coalesce(array_agg(a.attname::text ORDER BY e.place), '{}') AS key_columns,
              string_agg(quote_ident(a.attname), ', ' ORDER BY e.place) AS quoted
            FROM unnest(i.indkey::int2[]) WITH ORDINALITY e (number, place)
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = e.number WHERE e.place <= i.indnkeyatts) k
          CROSS JOIN LATERAL (SELECT substr(pg_get_indexdef(x.oid), 1 + length(format('CREATE %sINDEX %I ON %s%s ',
              CASE WHEN i.indisunique THEN 'UNIQUE ' END, x.relname, CASE c.relkind WHEN 'p' THEN 'ONLY ' END, c.oid::regclass)))
            AS definition) d
          CROSS JOIN LATERAL (SELECT d.definition IS NOT DISTINCT FROM 'USING btree (' || k.quoted || ')' AS plain) s
          WHERE NOT i.indisexclusion AND (i.indisprimary OR NOT i.indisunique
            OR i.indimmediate) AND
          """
          + USERS_TABLE;

  /**
   * A check that asks the clock or a setting may refuse a row that the source took a moment before,
   * and the stream with it. The server does not say so: it stands in the stored expression.
   */
  static final String CHECKS =
      """
      SELECT n.nspname AS schema_name, c.relname AS table_name, k.conname AS check_name,
        pg_get_expr(k.conbin, k.conrelid) AS definition, k.convalidated,
        ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey) ORDER BY a.attnum) AS columns,
        CASE WHEN pg_get_constraintdef(k.oid) LIKE '%NOT ENFORCED' THEN 'it is not enforced'
          WHEN 0 >= ANY (k.conkey) THEN 'it is about whole rows'
          WHEN k.conbin::text ~ '{(SQLVALUEFUNCTION|COERCEVIAIO|ROWCOMPARE|XMLEXPR|JSONEXPR|JSONCONSTRUCTOR)'
            OR EXISTS (SELECT FROM regexp_matches(k.conbin::text, ':(?:opfuncid|funcid) ([1-9][0-9]*)', 'g') m
              JOIN pg_proc f ON f.oid = m[1]::oid WHERE f.provolatile <> 'i')
          THEN 'what it says may depend on the time or on settings'
          ELSE (SELECT 'it needs the ' || min(pg_describe_object(p.refclassid, p.refobjid, p.refobjsubid)) || ', which is not carried'
            FROM pg_depend p WHERE p.classid = 'pg_constraint'::regclass AND p.objid = k.oid AND p.deptype = 'n'
              AND NOT (p.refclassid = 'pg_class'::regclass AND p.refobjid = c.oid) AND NOT
      """
          + CARRIED
          + """
                ) END AS obstacle
          FROM pg_constraint k
          JOIN pg_class c ON c.oid = k.conrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE k.contype = 'c' AND
          """
          + USERS_TABLE;

  private Definitions() {}
}
