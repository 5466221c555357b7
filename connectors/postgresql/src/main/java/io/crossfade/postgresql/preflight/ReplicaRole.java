package io.crossfade.postgresql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.model.Side;
import io.crossfade.postgresql.session.SqlState;
import io.crossfade.postgresql.session.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether we may write as a replica does, so that triggers and foreign keys do not act a second
 * time. Where a cloud keeps that right, tables that have neither move all the same.
 */
final class ReplicaRole implements Check {
  private static final String CURRENT_USER = "SELECT quote_ident(current_user)";

  /** Those of foreign keys are triggers too. */
  private static final String TRIGGERS =
      """
      SELECT t.oid::regclass::text,
        CASE WHEN count(*) FILTER (WHERE g.tgisinternal) > 0 THEN 'foreign keys' ELSE 'triggers' END, ''
      FROM t JOIN pg_trigger g ON g.tgrelid = t.oid JOIN pg_proc f ON f.oid = g.tgfoid JOIN pg_namespace n ON n.oid = f.pronamespace
      WHERE g.tgenabled = 'O' AND n.nspname <> 'crossfade' GROUP BY t.oid ORDER BY 1
      """;

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    if (maySet(asked.connection())) {
      return List.of();
    }
    String grant =
        "GRANT SET ON PARAMETER session_replication_role TO "
            + asked.rows(CURRENT_USER, row -> row.getString(1)).get(0);
    List<String> disturbing = disturbing(asked);
    if (disturbing.isEmpty()) {
      return List.of(
          asked.warns(
              "our role may not set session_replication_role: a trigger or a foreign key that somebody puts"
                  + " on one of the tables before `cleanup` acts a second time on each row",
              grant + ", or put none there"));
    }
    return List.of(
        Finding.stops(
            new Problem(
                "our role may not set session_replication_role, so what is on these tables would act a second time: "
                    + String.join(", ", disturbing),
                asked.server(),
                grant + ", or leave these tables out; see docs/clouds.md")));
  }

  /** Foreign keys of the model are built before the cutover. */
  private static List<String> disturbing(Asked asked) throws SQLException {
    List<String> found = new ArrayList<>();
    for (Problem on : AskedTables.problems(asked.connection(), asked.tables(), TRIGGERS)) {
      found.add(on.what() + " on " + on.where());
    }
    if (asked.side() == Side.TARGET) {
      asked.tables().stream()
          .filter(table -> !table.foreignKeys().isEmpty())
          .forEach(table -> found.add("foreign keys on " + table.name()));
    }
    return found;
  }

  /** Tried, not looked up: some clouds let roles do it whose rights do not show it. */
  private static boolean maySet(Connection connection) throws SQLException {
    try {
      Transaction.execute(connection, "SET session_replication_role = replica");
      Transaction.execute(connection, "RESET session_replication_role");
      return true;
    } catch (SQLException e) {
      if (SqlState.is(e, "42501")) {
        return false;
      }
      throw e;
    }
  }
}
