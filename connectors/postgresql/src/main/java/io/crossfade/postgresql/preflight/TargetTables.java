package io.crossfade.postgresql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.model.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is in and on target tables that somebody has made before us. */
final class TargetTables implements Check {
  /**
   * Of those that have a file worth a look; gives the question whether it has rows, too. Where a
   * fence is up they may be what writers of both sides have mirrored before a migration's {@code
   * prepare} was through, and nobody must be told to empty the table: who has raised the fence
   * looks himself.
   */
  private static final String FILLED =
      """
      SELECT oid::regclass::text, 'it has rows', format('SELECT EXISTS (SELECT FROM %s)', oid::regclass)
      FROM t WHERE has_table_privilege(oid, 'SELECT') AND has_schema_privilege(relnamespace, 'USAGE')
        AND (relkind = 'p' OR pg_relation_size(oid) > 0)
        AND NOT EXISTS (SELECT FROM pg_trigger g JOIN pg_proc f ON f.oid = g.tgfoid JOIN pg_namespace n ON n.oid = f.pronamespace
          WHERE g.tgrelid = t.oid AND n.nspname = 'crossfade' AND f.proname = 'refuse_writes') ORDER BY 1
      """;

  /** We write as a replica does: then these fire, and foreign keys are not looked at. */
  private static final String DISTURBING =
      """
      SELECT t.oid::regclass::text, format('its trigger %I fires for rows that are copied, too', g.tgname),
          format('ALTER TABLE %s ENABLE TRIGGER %I, which keeps it for the application', t.oid::regclass, g.tgname)
        FROM t JOIN pg_trigger g ON g.tgrelid = t.oid JOIN pg_proc f ON f.oid = g.tgfoid JOIN pg_namespace n ON n.oid = f.pronamespace
        WHERE NOT g.tgisinternal AND g.tgenabled IN ('A', 'R') AND n.nspname <> 'crossfade'
      UNION ALL SELECT k.conrelid::regclass::text, format('its foreign key %I is not checked while rows are copied and changes applied', k.conname),
          format('ALTER TABLE %s DROP CONSTRAINT %I; what the source has of it is built and checked after the copy', k.conrelid::regclass, k.conname)
        FROM pg_constraint k WHERE k.contype = 'f' AND k.conparentid = 0
          AND (k.conrelid IN (SELECT oid FROM t) OR k.confrelid IN (SELECT oid FROM t))
      ORDER BY 1, 2
      """;

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    if (asked.side() == Side.SOURCE) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>();
    for (Problem table : AskedTables.problems(asked.connection(), asked.tables(), FILLED)) {
      if (asked.rows(table.mend(), row -> row.getBoolean(1)).get(0)) {
        found.add(
            Finding.stops(
                new Problem(
                    table.what(),
                    table.where(),
                    "TRUNCATE " + table.where() + ", or map to another name")));
      }
    }
    for (Problem problem : AskedTables.problems(asked.connection(), asked.tables(), DISTURBING)) {
      found.add(Finding.warns(problem.what(), problem.where(), problem.mend()));
    }
    return found;
  }
}
