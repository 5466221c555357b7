package io.crossfade.mysql.log;

import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** What only streams needed, where no workspace of a target is beside it. */
final class Leftovers {
  private static final String TABLES =
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'crossfade'";

  private Leftovers() {}

  /** Somebody else may come in between: who finds a table missing makes it again. */
  static void drop(Connection connection) throws SQLException {
    Set<String> tables = tables(connection);
    if (tables.contains("retained") && isEmpty(connection)) {
      Transaction.execute(connection, "DROP TABLE IF EXISTS crossfade.retained");
      tables.remove("retained");
      if (tables.equals(Set.of("mark"))) {
        Transaction.execute(connection, "DROP TABLE IF EXISTS crossfade.mark");
        Transaction.execute(connection, "DROP DATABASE IF EXISTS crossfade");
      }
    }
  }

  private static Set<String> tables(Connection connection) throws SQLException {
    Set<String> tables = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TABLES)) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM crossfade.retained LIMIT 1")) {
      return !row.next();
    } catch (SQLException e) {
      if (SqlState.isMissingSchema(e)) {
        return false;
      }
      throw e;
    }
  }
}
