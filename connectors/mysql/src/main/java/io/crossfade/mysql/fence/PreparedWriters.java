package io.crossfade.mysql.fence;

import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Patience;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whoever has written a table and is prepared (XA). He gives back his lock on the fence's row, for
 * he has only read it, and his hold on the table when his session ends; what he keeps is his locks
 * in the table.
 */
final class PreparedWriters {
  /**
   * The lock on the fence's row is given back in the midst of the statement, and XA RECOVER knows
   * of the transaction only at its end, with a write of the log between the two.
   */
  private static final String PREPARING =
      """
      SELECT 1 FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND command <> 'Sleep'
      AND UPPER(LEFT(info, 4000)) LIKE '%XA%PREPARE%' LIMIT 1
      """;

  private PreparedWriters() {}

  /** Waits until all of them have ended; locks nothing where nobody is prepared at all. */
  static void await(Connection connection, List<TableName> tables, Patience waiting)
      throws SQLException {
    if (tables.isEmpty() || !mayBeSome(connection, waiting)) {
      return;
    }
    String lock =
        tables.stream()
            .map(table -> Sql.table(table) + " READ")
            .collect(Collectors.joining(", ", "LOCK TABLES ", ""));
    // Without autocommit the engine locks the tables, too.
    connection.setAutoCommit(false);
    try {
      Transaction.execute(connection, "SET innodb_table_locks = 1");
      waiting.run(
          "transactions that wrote " + names(tables) + " and are prepared had to end",
          c -> {
            try {
              Transaction.execute(c, lock);
            } finally {
              Transaction.execute(c, "UNLOCK TABLES");
            }
          });
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Who may not ask has to reckon with it. */
  private static boolean mayBeSome(Connection connection, Patience waiting) throws SQLException {
    try {
      waiting.until(
          "transactions that are just being prepared had to be so", c -> !finds(c, PREPARING));
      return finds(connection, "XA RECOVER");
    } catch (SQLException e) {
      if (SqlState.isRefusal(e)) {
        return true;
      }
      throw e;
    }
  }

  private static boolean finds(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next();
    }
  }

  static String names(List<TableName> tables) {
    return tables.stream().limit(5).map(TableName::toString).collect(Collectors.joining(", "))
        + (tables.size() > 5 ? ", ..." : "");
  }
}
