package io.crossfade.postgresql.objects;

/**
 * Queries for traits: what belongs to a table or an object and is nothing without it. They give
 * catalog and number of the bearer, its column if it is of one, kind, name, statement, section,
 * what is in the way, and the role that it names.
 */
final class TraitSql {
  static final String TRAITS =
      """
      WITH u AS (SELECT oid, quote_ident(nspname) AS q FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'crossfade')),
      t AS (SELECT c.*, u.q, format('%s.%I', u.q, c.relname) AS name FROM pg_class c JOIN u ON u.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')),
      a AS (SELECT t.oid AS rel, t.name, a.attname, a.attnum, format('%s.%I', t.name, a.attname) AS column, a.atttypid, a.atttypmod, a.attcollation, a.attstorage, a.attcompression,
          nullif((to_jsonb(a)->>'attstattarget')::int, -1) AS target, a.attoptions, y.typcollation, y.typstorage
        FROM t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT t.relispartition JOIN pg_type y ON y.oid = a.atttypid),
      traits AS (
        SELECT rel, attname, 'collation' AS kind, 'of column ' || a.column AS name,
          format('ALTER TABLE %s ALTER %I TYPE %s COLLATE %s', a.name, attname, format_type(atttypid, atttypmod), attcollation::regcollation) AS definition
          FROM a WHERE attcollation <> typcollation
        UNION ALL SELECT rel, attname, 'storage', 'of column ' || a.column, format('ALTER TABLE %s ALTER %I SET STORAGE %s', a.name, attname,
            CASE attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END) FROM a WHERE attstorage <> typstorage
        UNION ALL SELECT rel, attname, 'compression', 'of column ' || a.column, format('ALTER TABLE %s ALTER %I SET COMPRESSION %s', a.name, attname,
            CASE attcompression WHEN 'p' THEN 'pglz' ELSE 'lz4' END) FROM a WHERE attcompression <> ''
        UNION ALL SELECT rel, attname, 'statistics target', 'of column ' || a.column, format('ALTER TABLE %s ALTER %I SET STATISTICS %s', a.name, attname, target) FROM a WHERE target IS NOT NULL
        UNION ALL SELECT rel, attname, 'options', 'of column ' || a.column, format('ALTER TABLE %s ALTER %I SET (%s)', a.name, attname, array_to_string(attoptions, ', ')) FROM a WHERE attoptions IS NOT NULL
        UNION ALL SELECT t.oid, NULL, 'storage parameters', 'of table ' || t.name, format('ALTER TABLE %s SET (%s)', t.name,
            concat_ws(', ', array_to_string(t.reloptions, ', '), 'toast.' || array_to_string(o.reloptions, ', toast.')))
          FROM t LEFT JOIN pg_class o ON o.oid = t.reltoastrelid WHERE t.reloptions IS NOT NULL OR o.reloptions IS NOT NULL
        UNION ALL SELECT a.rel, a.attname, 'numbering', 'of column ' || a.column, format('ALTER TABLE %s ALTER %I SET INCREMENT BY %s SET MINVALUE %s SET MAXVALUE %s SET START WITH %s SET CACHE %s%s',
            a.name, a.attname, s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache, CASE WHEN s.seqcycle THEN ' SET CYCLE' END)
          FROM a JOIN pg_depend q ON q.refclassid = 'pg_class'::regclass AND q.refobjid = a.rel AND q.refobjsubid = a.attnum AND q.classid = 'pg_class'::regclass AND q.deptype IN ('a', 'i')
          JOIN pg_sequence s ON s.seqrelid = q.objid
          WHERE s.seqincrement <> 1 OR s.seqmin <> 1 OR s.seqstart <> 1 OR s.seqcache <> 1 OR s.seqcycle OR s.seqmax <> CASE a.atttypid WHEN 21 THEN 32767 WHEN 23 THEN 2147483647 ELSE 9223372036854775807 END
        UNION ALL SELECT a.rel, a.attname, 'name', 'of the sequence of column ' || a.column,
            format('DO %L', format('BEGIN EXECUTE format(''ALTER SEQUENCE %%s RENAME TO %%I'', pg_get_serial_sequence(%L, %L), %L); END', a.name, a.attname, c.relname))
          FROM a JOIN t ON t.oid = a.rel JOIN pg_depend q ON q.refclassid = 'pg_class'::regclass AND q.refobjid = a.rel AND q.refobjsubid = a.attnum AND q.classid = 'pg_class'::regclass AND q.deptype IN ('a', 'i')
          JOIN pg_class c ON c.oid = q.objid AND c.relkind = 'S' WHERE c.relname <> t.relname || '_' || a.attname || '_seq' AND octet_length(t.relname || a.attname) < 58
        UNION ALL SELECT t.oid, NULL, 'name', 'of the primary key of ' || t.name, format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', t.name, t.relname || '_pkey', k.conname)
          FROM t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p' WHERE NOT t.relispartition AND k.conname <> t.relname || '_pkey' AND octet_length(t.relname) < 58
      )
      SELECT 'pg_class'::regclass::oid AS class, rel AS oid, attname AS column, kind, name, definition, 'WITH_TABLES' AS section, '' AS obstacle, NULL::text AS role FROM traits
      UNION ALL SELECT 'pg_class'::regclass, t.oid, NULL, 'row security', 'of table ' || t.name, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.name), 'AFTER_COPY', '', NULL FROM t WHERE t.relrowsecurity
      UNION ALL SELECT 'pg_class'::regclass, t.oid, NULL, 'forced row security', 'of table ' || t.name, format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.name), 'AFTER_COPY',
          'it holds for the owner too, which on the target is our role: it would stop our own writes, so make it after `cleanup`', NULL FROM t WHERE t.relforcerowsecurity
      UNION ALL SELECT coalesce(m.class, d.classoid), coalesce(m.oid, d.objoid), c.attname, 'comment',
          'on ' || i.type || ' ' || i.identity,
          format('COMMENT ON %s %s IS %L', CASE WHEN i.type ~ 'column$' THEN 'COLUMN' WHEN i.type = 'statistics object' THEN 'STATISTICS' WHEN i.type = 'composite type' THEN 'TYPE'
            WHEN i.type ~ 'constraint$' THEN 'CONSTRAINT' ELSE upper(i.type) END,
            CASE i.type WHEN 'domain constraint' THEN replace(i.identity, ' on ', ' on domain ') ELSE i.identity END, d.description), 'AFTER_COPY', '', NULL
        FROM pg_description d CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
        LEFT JOIN pg_attribute c ON d.classoid = 'pg_class'::regclass AND d.objsubid > 0 AND c.attrelid = d.objoid AND c.attnum = d.objsubid
        LEFT JOIN LATERAL (SELECT 'pg_class'::regclass::oid AS class, k.conrelid AS oid FROM pg_constraint k WHERE d.classoid = 'pg_constraint'::regclass AND k.oid = d.objoid AND k.conrelid <> 0
          UNION ALL SELECT 'pg_type'::regclass::oid, k.contypid FROM pg_constraint k WHERE d.classoid = 'pg_constraint'::regclass AND k.oid = d.objoid AND k.contypid <> 0
          UNION ALL SELECT 'pg_class'::regclass, x.indrelid FROM pg_index x WHERE d.classoid = 'pg_class'::regclass AND x.indexrelid = d.objoid) m ON true
        WHERE d.objoid > 16383 AND i.type NOT IN ('extension', 'language', 'large object', 'event trigger', 'publication', 'operator', 'operator class', 'operator family', 'cast')
          AND d.description <> 'made by Crossfade'
      """;

  /** What is not said of the owner; our role is the owner of what we make. */
  static final String GRANTS =
      """
      WITH u AS (SELECT oid, quote_ident(nspname) AS q FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'crossfade')),
      bearer AS (SELECT 'pg_class'::regclass::oid AS class, c.oid, NULL::name AS column, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS word, format('%s.%I', u.q, c.relname) AS name, c.relowner AS owner, c.relacl AS acl, '' AS columns
          FROM pg_class c JOIN u ON u.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')
        UNION ALL SELECT 'pg_class'::regclass, c.oid, a.attname, 'TABLE', format('%s.%I', u.q, c.relname), c.relowner, a.attacl, format(' (%I)', a.attname)
          FROM pg_class c JOIN u ON u.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
        UNION ALL SELECT 'pg_proc'::regclass, p.oid, NULL, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, format('%s.%I(%s)', u.q, p.proname, oidvectortypes(p.proargtypes)), p.proowner, p.proacl, ''
          FROM pg_proc p JOIN u ON u.oid = p.pronamespace
        UNION ALL SELECT CASE t.typtype WHEN 'c' THEN 'pg_class'::regclass ELSE 'pg_type'::regclass END, CASE t.typtype WHEN 'c' THEN t.typrelid ELSE t.oid END, NULL, 'TYPE', format('%s.%I', u.q, t.typname), t.typowner, t.typacl, ''
          FROM pg_type t JOIN u ON u.oid = t.typnamespace WHERE t.typacl IS NOT NULL
        UNION ALL SELECT 'pg_namespace'::regclass, n.oid, NULL, 'SCHEMA', u.q, n.nspowner, n.nspacl, '' FROM pg_namespace n JOIN u ON u.oid = n.oid)
      SELECT b.class, b.oid, b.column, 'grant', format('to %s on %s %s%s%s', g.who, lower(b.word), b.name, b.columns, CASE WHEN g.is_grantable THEN ' with grant option' END),
          format('GRANT %s ON %s %s TO %s%s', string_agg(g.privilege_type || b.columns, ', ' ORDER BY g.privilege_type), b.word, b.name, g.who, CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END), 'AFTER_COPY', '', nullif(g.who, 'PUBLIC')
        FROM bearer b CROSS JOIN LATERAL (SELECT x.*, CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END AS who FROM aclexplode(b.acl) x
          WHERE x.grantee <> b.owner AND x.grantee <> (SELECT oid FROM pg_roles WHERE rolname = current_user)) g
        GROUP BY b.class, b.oid, b.word, b.name, b.column, b.columns, g.who, g.is_grantable
      UNION ALL SELECT b.class, b.oid, NULL, 'grant', format('none to PUBLIC on %s %s', lower(b.word), b.name), format('REVOKE ALL ON %s %s FROM PUBLIC', b.word, b.name), 'AFTER_COPY', '', NULL
        FROM bearer b WHERE b.word IN ('FUNCTION', 'PROCEDURE', 'TYPE') AND b.acl IS NOT NULL AND NOT EXISTS (SELECT FROM aclexplode(b.acl) x WHERE x.grantee = 0)
      """;

  private TraitSql() {}
}
