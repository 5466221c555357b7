package io.crossfade.mysql.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Who may be what we wait for: neither server tells without more set-up who holds a table. */
final class OpenTransactions {
  private static final String OPEN =
      """
      SELECT t.trx_mysql_thread_id, p.user, p.command, TIMESTAMPDIFF(SECOND, t.trx_started, NOW())
      FROM information_schema.innodb_trx t LEFT JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
      WHERE t.trx_mysql_thread_id <> CONNECTION_ID() ORDER BY t.trx_started LIMIT 5
      """;

  private OpenTransactions() {}

  /** The oldest first. */
  static List<String> of(Connection connection) throws SQLException {
    List<String> open = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(OPEN)) {
      while (row.next()) {
        open.add(
            row.getString(2) == null
                ? "a prepared transaction (XA RECOVER)"
                : "process %d (%s, %s, for %d s)"
                    .formatted(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4)));
      }
      return open;
    } catch (SQLException e) {
      if (SqlState.isRefusal(e)) {
        return List.of("transactions that only the right PROCESS would show");
      }
      throw e;
    }
  }
}
