package io.crossfade.postgresql.items;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Items.Writer;
import io.crossfade.connector.Problem;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.preflight.AskedTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What stops or disturbs mirrors of rows, which write as the application does, row by row, in any
 * order, and know a row by the text of its key.
 */
final class MirrorFindings {
  private static final String READ = "; see docs/dual-writes.md, what mirrors of rows ask of you";

  /** Condition on {@code g}: a trigger of a user's that fires for a session like any other. */
  private static final String FIRES =
      """
      NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgenabled IN ('O', 'A')
        AND NOT EXISTS (SELECT FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace WHERE f.oid = g.tgfoid AND n.nspname = 'crossfade')
      """;

  private static final String ACTS_ON_SOURCE =
      """
      SELECT g.tgrelid::regclass::text, format('its trigger %I acts on mirrored rows a second time: on the target, once finish has made it there,'
          ' and after the cutover here', g.tgname),
        format('let what it does be the same when it is done twice; or ALTER TABLE %s DISABLE TRIGGER %I while both sides are written',
          g.tgrelid::regclass, g.tgname)
      FROM tp JOIN pg_trigger g ON g.tgrelid = tp.oid AND
      """
          + FIRES
          + " ORDER BY 1, 2";

  private static final String ACTS_ON_TARGET =
      """
      SELECT g.tgrelid::regclass::text, format('its trigger %I acts on each row that is mirrored, for the second time', g.tgname),
        format('ALTER TABLE %s DISABLE TRIGGER %I until the cutover, or let what it does be the same when it is done twice', g.tgrelid::regclass, g.tgname)
      FROM tp JOIN pg_trigger g ON g.tgrelid = tp.oid AND
      """
          + FIRES
          + " ORDER BY 1, 2";

  /** The server takes no ON CONFLICT there, so no mirror would ever arrive. */
  private static final String RULES =
      """
      SELECT r.ev_class::regclass::text, format('its rule %I keeps mirrors out: the server takes no INSERT ... ON CONFLICT there', r.rulename),
        format('ALTER TABLE %s DISABLE RULE %I, or exclude the table', r.ev_class::regclass, r.rulename)
      FROM tp JOIN pg_rewrite r ON r.ev_class = tp.oid WHERE r.ev_type IN ('2', '3') AND r.ev_enabled IN ('O', 'A') ORDER BY 1, 2
      """;

  private static final String UNIQUE =
      """
      SELECT t.oid::regclass::text, format('two rows that exchange their values of %s cannot be mirrored one by one: both are refused (23505) and set apart',
          string_agg(x.relname, ', ' ORDER BY x.relname)),
        'let the application never exchange them, or by way of a third value and three transactions'
      FROM t JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique AND NOT i.indisprimary JOIN pg_class x ON x.oid = i.indexrelid
      GROUP BY t.oid ORDER BY 1
      """;

  private static final String NO_KEY =
      """
      SELECT t.oid::regclass::text, 'it has no primary key, by which rows are mirrored', format('ALTER TABLE %s ADD PRIMARY KEY, or exclude it', t.oid::regclass)
      FROM t WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary) ORDER BY 1
      """;

  /** Types of which two values may be equal and print otherwise: 1.0 and 1.00, -0 and 0. */
  private static final String SPELLINGS =
      """
      , k AS (SELECT t.oid AS rel, c.attname, c.atttypid AS type, c.atttypmod AS modifier FROM t JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
            JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = ANY (i.indkey::int2[])
          UNION ALL SELECT k.rel, k.attname, CASE WHEN y.typtype = 'd' THEN y.typbasetype WHEN r.rngtypid IS NOT NULL THEN r.rngsubtype ELSE y.typelem END,
              CASE WHEN y.typtype = 'd' THEN y.typtypmod WHEN r.rngtypid IS NOT NULL THEN -1 ELSE k.modifier END
            FROM k JOIN pg_type y ON y.oid = k.type LEFT JOIN pg_range r ON y.oid IN (r.rngtypid, r.rngmultitypid)
            WHERE y.typtype = 'd' OR r.rngtypid IS NOT NULL OR y.typcategory = 'A')
      SELECT k.rel::regclass::text, format('two texts of its key column %I may mean one row (1.0 and 1.00, for instance), and would be two items', k.attname),
        format('ALTER TABLE %s ALTER %I TYPE ... to one with a single text for each value, as numeric(20,0) is; or take strategy cdc', k.rel::regclass, k.attname)
      FROM k JOIN pg_type y ON y.oid = k.type
      WHERE y.oid IN ('float4'::regtype, 'float8'::regtype, 'interval'::regtype, 'jsonb'::regtype) OR y.typtype = 'c'
        OR y.oid = 'numeric'::regtype AND k.modifier < 0
      GROUP BY k.rel, k.attname ORDER BY 1, 2
      """;

  private MirrorFindings() {}

  static List<Finding> find(
      Connection connection,
      String server,
      Side side,
      List<TableMapping> forward,
      List<Writer> writers)
      throws SQLException {
    List<Table> tables =
        forward.stream().map(m -> side == Side.SOURCE ? m.from() : m.to()).toList();
    List<Finding> found = new ArrayList<>();
    for (Problem rule : AskedTables.problems(connection, tables, RULES)) {
      found.add(Finding.stops(rule));
    }
    if (side == Side.SOURCE) {
      for (String stops : List.of(NO_KEY, SPELLINGS)) {
        AskedTables.problems(connection, tables, stops).forEach(p -> found.add(Finding.stops(p)));
      }
      for (String warns : List.of(ACTS_ON_SOURCE, UNIQUE)) {
        warn(found, AskedTables.problems(connection, tables, warns));
      }
      forward.forEach(mapping -> found.addAll(MirroredShape.find(mapping)));
    } else {
      warn(found, AskedTables.problems(connection, tables, ACTS_ON_TARGET));
    }
    found.addAll(WriterFindings.find(connection, server, side, writers));
    return found;
  }

  private static void warn(List<Finding> found, List<Problem> problems) {
    problems.forEach(p -> found.add(Finding.warns(p.what(), p.where(), p.mend() + READ)));
  }
}
