package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Finding.Severity;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.mysql.session.Dialect;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Dates that are none, as MySQL lets one write them: other databases do not take them. Only the
 * beginning of each table is looked at, and not for long.
 */
final class ZeroDates implements Check {
  private static final Pattern DATE = Pattern.compile("(?:date|datetime|timestamp)\\b.*");
  private static final int ROWS = 10_000;

  @Override
  public List<Finding> find(Asked asked) throws SQLException {
    List<Finding> found = new ArrayList<>();
    if (asked.side() == Side.TARGET) {
      return found;
    }
    boolean mysql = asked.dialect() == Dialect.MYSQL;
    Transaction.execute(
        asked.connection(), mysql ? "SET max_execution_time = 1000" : "SET max_statement_time = 1");
    for (Table table : asked.tables()) {
      String dates =
          table.columns().stream()
              .filter(column -> DATE.matcher(column.type()).matches())
              .map(column -> Sql.quote(column.name()))
              .collect(Collectors.joining(", "));
      if (!dates.isEmpty() && hasZero(asked, table, dates)) {
        found.add(
            new Finding(
                Severity.NOTE,
                "it has dates such as 0000-00-00, which only MySQL and MariaDB take",
                table.name().toString(),
                "for another kind of database: `zeroDates: asNull` beside the column in the mapping makes NULL of them"));
      }
    }
    return found;
  }

  private static boolean hasZero(Asked asked, Table table, String dates) throws SQLException {
    try {
      return !asked
          .rows(
              "SELECT 1 FROM (SELECT %s FROM %s LIMIT %d) t WHERE 0 IN (%s) LIMIT 1"
                  .formatted(
                      dates, Sql.table(table.name()), ROWS, dates.replace(", ", " + 0, ") + " + 0"),
              row -> 1)
          .isEmpty();
    } catch (SQLException e) {
      if (SqlState.isTimeout(e) || SqlState.isRefusal(e)) {
        return false;
      }
      throw e;
    }
  }
}
