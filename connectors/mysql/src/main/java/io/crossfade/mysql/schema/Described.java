package io.crossfade.mysql.schema;

import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Asks {@code information_schema} about the tables that are ours to see: those of the database that
 * the URL names or, where it names none, of all but the server's own. The queries join nothing:
 * MariaDB would read it all again for each row.
 */
public final class Described {
  private static final String SYSTEM =
      " NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys', 'crossfade')";

  private final Connection connection;
  private final String database;

  public Described(Connection connection) throws SQLException {
    this.connection = connection;
    String named = connection.getCatalog();
    this.database = named == null ? "" : named;
  }

  /** Takes one row, whose first two columns are the database and the table. */
  public interface Line {
    void take(TableName table, ResultSet row) throws SQLException;
  }

  /**
   * @param columns what to ask for besides the two
   * @param from with a condition, perhaps; {@code {}} is the one that says which databases
   * @param schema the column that has the database
   */
  public void each(String columns, String from, String schema, String table, Line line)
      throws SQLException {
    String which = schema + (database.isEmpty() ? SYSTEM : " = " + Sql.literal(database));
    String sql =
        "SELECT %s, %s, %s FROM information_schema.%s"
            .formatted(schema, table, columns, from.replace("{}", which));
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        // These names are compared without case by some servers.
        if (database.isEmpty() || database.equals(row.getString(1))) {
          line.take(new TableName(row.getString(1), row.getString(2)), row);
        }
      }
    }
  }
}
