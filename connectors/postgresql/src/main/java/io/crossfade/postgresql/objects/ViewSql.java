package io.crossfade.postgresql.objects;

/** Queries for views, and for what hangs on tables and views. */
final class ViewSql {
  static final String VIEWS =
      """
      SELECT 'pg_class'::regclass, c.oid, CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, x.name,
          format('CREATE %sVIEW %s%s AS %s%s', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' END, x.name, ' WITH (' || array_to_string(c.reloptions, ', ') || ')', rtrim(pg_get_viewdef(c.oid), ';'),
            CASE WHEN c.relkind = 'm' THEN CASE WHEN c.relispopulated THEN ' WITH DATA' ELSE ' WITH NO DATA' END END)
          || coalesce((SELECT string_agg(format('; ALTER VIEW %s ALTER %I SET DEFAULT %s', x.name, a.attname, pg_get_expr(d.adbin, d.adrelid)), '' ORDER BY a.attnum)
            FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid = c.oid), ''), NULL, 0
        FROM pg_class c JOIN u ON u.oid = c.relnamespace CROSS JOIN LATERAL (SELECT format('%s.%I', u.q, c.relname) AS name) x WHERE c.relkind IN ('v', 'm')
      UNION ALL SELECT 'pg_class'::regclass, i.indexrelid, 'index', format('%s.%I', u.q, c.relname), pg_get_indexdef(i.indexrelid), NULL, i.indrelid
        FROM pg_index i JOIN pg_class m ON m.oid = i.indrelid AND m.relkind = 'm' JOIN pg_class c ON c.oid = i.indexrelid JOIN u ON u.oid = c.relnamespace
      UNION ALL SELECT 'pg_class'::regclass, i.indexrelid, 'index', format('%s.%I', u.q, c.relname), regexp_replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '),
          CASE WHEN i.indisunique THEN 'it is unique in one partition alone, and the stream may write its rows in another order: make it after `cleanup`' END, i.indrelid
        FROM pg_index i JOIN pg_class m ON m.oid = i.indrelid AND m.relispartition JOIN pg_class c ON c.oid = i.indexrelid AND NOT c.relispartition JOIN u ON u.oid = c.relnamespace
        WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.conrelid = m.oid)
      """;

  static final String HANGING =
      """
      SELECT 'pg_trigger'::regclass, g.oid, 'trigger', format('%I on %s', g.tgname, g.tgrelid::regclass),
          pg_get_triggerdef(g.oid) || CASE WHEN g.tgenabled <> 'O' THEN format('; ALTER TABLE %s DISABLE TRIGGER %I', g.tgrelid::regclass, g.tgname) ELSE '' END, NULL, g.tgrelid
        FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN u ON u.oid = c.relnamespace JOIN pg_proc f ON f.oid = g.tgfoid JOIN pg_namespace n ON n.oid = f.pronamespace
        WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND n.nspname <> 'crossfade'
      UNION ALL SELECT 'pg_rewrite'::regclass, r.oid, 'rule', format('%I on %s', r.rulename, r.ev_class::regclass), rtrim(pg_get_ruledef(r.oid), ';')
          || CASE WHEN r.ev_enabled <> 'O' THEN format('; ALTER TABLE %s DISABLE RULE %I', r.ev_class::regclass, r.rulename) ELSE '' END,
          CASE WHEN r.ev_type = '2' AND c.relkind <> 'v' THEN 'with it the server takes no INSERT ... ON CONFLICT, with which the stream writes: make it after `cleanup`' END, r.ev_class
        FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN u ON u.oid = c.relnamespace WHERE r.rulename <> '_RETURN'
      UNION ALL SELECT 'pg_policy'::regclass, p.oid, 'policy', format('%I on %s', p.polname, p.polrelid::regclass),
          concat_ws(' ', format('CREATE POLICY %I ON %s AS %s FOR %s TO %s', p.polname, p.polrelid::regclass, CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
            CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
            (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END, ', ' ORDER BY r = 0, r::regrole::text) FROM unnest(p.polroles) r)),
            'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', 'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'), NULL, p.polrelid
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN u ON u.oid = c.relnamespace
      UNION ALL SELECT 'pg_statistic_ext'::regclass, s.oid, 'statistics', x.name, pg_get_statisticsobjdef(s.oid)
          || coalesce(format('; ALTER STATISTICS %s SET STATISTICS %s', x.name, nullif(s.stxstattarget, -1)), ''), NULL, s.stxrelid
        FROM pg_statistic_ext s JOIN u ON u.oid = s.stxnamespace CROSS JOIN LATERAL (SELECT format('%s.%I', u.q, s.stxname) AS name) x
      """;

  private ViewSql() {}
}
