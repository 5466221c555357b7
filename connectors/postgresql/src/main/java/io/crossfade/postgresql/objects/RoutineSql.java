package io.crossfade.postgresql.objects;

/** The query for functions, procedures and aggregates. */
final class RoutineSql {
  static final String ROUTINES =
      """
      SELECT 'pg_proc'::regclass, p.oid, CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END, x.name,
          CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) ELSE (SELECT format('CREATE AGGREGATE %s (%s)', x.name, concat_ws(', ', 'SFUNC = ' || g.aggtransfn, 'STYPE = ' || format_type(g.aggtranstype, NULL),
              'FINALFUNC = ' || nullif(g.aggfinalfn, 0)::regproc, CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END, 'COMBINEFUNC = ' || nullif(g.aggcombinefn, 0)::regproc,
              'INITCOND = ' || quote_literal(g.agginitval), CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END))
            FROM pg_aggregate g WHERE g.aggfnoid = p.oid) END,
          CASE WHEN p.prokind <> 'a' AND l.lanname IN ('c', 'internal') THEN 'it is written in C'
            WHEN p.prosecdef AND p.proowner <> (SELECT oid FROM pg_roles WHERE rolname = current_user) THEN format('it runs with the rights of its owner, who is %s: make it there in that role', p.proowner::regrole)
            WHEN EXISTS (SELECT FROM pg_aggregate g WHERE g.aggfnoid = p.oid AND (g.aggkind <> 'n' OR g.aggmtransfn <> 0 OR g.aggserialfn <> 0 OR g.aggsortop <> 0 OR p.provariadic <> 0
              OR g.aggtransspace <> 0 OR g.aggfinalmodify <> 'r')) THEN 'it is more than transition, final and combining function' END, 0
        FROM pg_proc p JOIN u ON u.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
        CROSS JOIN LATERAL (SELECT format('%s.%I(%s)', u.q, p.proname, oidvectortypes(p.proargtypes)) AS name) x
        WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
      """;

  private RoutineSql() {}
}
