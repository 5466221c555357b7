package io.crossfade.postgresql.objects;

/** Queries for types, collations and sequences, as {@link ObjectSql} puts them together. */
final class TypeSql {
  static final String TYPES =
      """
      SELECT 'pg_type'::regclass, t.oid, 'type', x.name,
        CASE t.typtype WHEN 'e' THEN format('CREATE TYPE %s AS ENUM (%s)', x.name,
            (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
          WHEN 'r' THEN format('CREATE TYPE %s AS RANGE (%s)', x.name, (SELECT concat_ws(', ', 'subtype = ' || format_type(r.rngsubtype, NULL),
              format('subtype_opclass = %I.%I', o.nspname, c.opcname), 'collation = ' || nullif(r.rngcollation, 0)::regcollation,
              'subtype_diff = ' || nullif(r.rngsubdiff, 0)::regproc, format('multirange_type_name = %s', r.rngmultitypid::regtype))
            FROM pg_range r JOIN pg_opclass c ON c.oid = r.rngsubopc JOIN pg_namespace o ON o.oid = c.opcnamespace WHERE r.rngtypid = t.oid)) END,
        CASE WHEN t.typtype NOT IN ('e', 'r') THEN 'its functions are written in C'
          WHEN EXISTS (SELECT FROM pg_range WHERE rngtypid = t.oid AND rngcanonical <> 0) THEN 'it has a canonical function' END, 0
        FROM pg_type t JOIN u ON u.oid = t.typnamespace CROSS JOIN LATERAL (SELECT format('%s.%I', u.q, t.typname) AS name) x
        WHERE t.typtype IN ('e', 'r') OR (t.typtype IN ('b', 'p') AND t.typcategory <> 'A')
      UNION ALL SELECT 'pg_type'::regclass, t.oid, 'domain', x.name, concat_ws(' ', format('CREATE DOMAIN %s AS %s', x.name, format_type(t.typbasetype, t.typtypmod)),
          CASE WHEN t.typcollation <> b.typcollation THEN 'COLLATE ' || t.typcollation::regcollation END, 'DEFAULT ' || pg_get_expr(t.typdefaultbin, 0),
          CASE WHEN t.typnotnull THEN 'NOT NULL' END) || coalesce((SELECT string_agg(format('; ALTER DOMAIN %s ADD CONSTRAINT %I %s', x.name, conname, pg_get_constraintdef(oid)), '' ORDER BY conname)
            FROM pg_constraint WHERE contypid = t.oid AND contype = 'c'), ''), NULL, 0
        FROM pg_type t JOIN u ON u.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype CROSS JOIN LATERAL (SELECT format('%s.%I', u.q, t.typname) AS name) x
        WHERE t.typtype = 'd'
      UNION ALL SELECT 'pg_class'::regclass, c.oid, 'type', x.name, format('CREATE TYPE %s AS (%s)', x.name,
          (SELECT string_agg(format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attcollation <> y.typcollation THEN ' COLLATE ' || a.attcollation::regcollation END), ', ' ORDER BY a.attnum)
            FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)), NULL, 0
        FROM pg_class c JOIN u ON u.oid = c.relnamespace CROSS JOIN LATERAL (SELECT format('%s.%I', u.q, c.relname) AS name) x WHERE c.relkind = 'c'
      UNION ALL SELECT 'pg_collation'::regclass, c.oid, 'collation', x.name, format('CREATE COLLATION %s (%s)', x.name, concat_ws(', ',
          'provider = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
          'locale = ' || quote_literal(coalesce(j->>'colllocale', j->>'colliculocale')), 'lc_collate = ' || quote_literal(c.collcollate), 'lc_ctype = ' || quote_literal(c.collctype),
          'rules = ' || quote_literal(j->>'collicurules'), CASE WHEN NOT c.collisdeterministic THEN 'deterministic = false' END)), NULL, 0
        FROM pg_collation c JOIN u ON u.oid = c.collnamespace CROSS JOIN LATERAL (SELECT format('%s.%I', u.q, c.collname) AS name, to_jsonb(c) AS j) x
      UNION ALL SELECT 'pg_class'::regclass, c.oid, 'sequence', x.name,
          format('CREATE SEQUENCE %s AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s', x.name, format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache)
          || CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END, NULL, 0
        FROM pg_class c JOIN u ON u.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid CROSS JOIN LATERAL (SELECT format('%s.%I', u.q, c.relname) AS name) x
        WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i'))
      """;

  private TypeSql() {}
}
