package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.schema.Described;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.SqlState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is in target tables that somebody has made before us. */
final class FilledTargets implements Check {
  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    if (asked.side() == Side.SOURCE) {
      return found;
    }
    Set<TableName> fenced = fenced(asked);
    for (Table table : asked.tables()) {
      if (!fenced.contains(table.name()) && hasRows(asked, table.name())) {
        found.add(
            Finding.stops(
                new Problem(
                    "it has rows",
                    table.name().toString(),
                    "TRUNCATE " + Sql.table(table.name()) + ", or map to another name")));
      }
    }
    return found;
  }

  /** Who has put a fence there looks himself at what is in it. */
  private static Set<TableName> fenced(Asked asked) throws SQLException {
    Set<TableName> fenced = new HashSet<>();
    new Described(asked.connection())
        .each(
            "TRIGGER_NAME",
            "TRIGGERS WHERE {} AND TRIGGER_NAME LIKE 'crossfade%'",
            "EVENT_OBJECT_SCHEMA",
            "EVENT_OBJECT_TABLE",
            (table, row) -> fenced.add(table));
    return fenced;
  }

  private static boolean hasRows(Asked asked, TableName table) throws SQLException {
    try {
      return !asked.rows("SELECT 1 FROM " + Sql.table(table) + " LIMIT 1", row -> 1).isEmpty();
    } catch (SQLException e) {
      if (SqlState.isMissingSchema(e) || SqlState.isRefusal(e)) {
        return false;
      }
      throw e;
    }
  }
}
