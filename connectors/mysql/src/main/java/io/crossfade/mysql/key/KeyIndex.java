package io.crossfade.mysql.key;

import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.session.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * The index of a table's key: the primary key's, or that of the unique columns that stand for one.
 *
 * @param name empty where the table has none by now
 */
public record KeyIndex(String name) {
  private static final String FIND =
      """
      SELECT index_name FROM information_schema.statistics
      WHERE table_schema = ? AND table_name = ? AND non_unique = 0
      GROUP BY index_name HAVING GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR '/') = ?
      ORDER BY index_name = 'PRIMARY' DESC, index_name LIMIT 1
      """;

  private static final String UNIQUE =
      """
      SELECT DISTINCT index_name FROM information_schema.statistics
      WHERE table_schema = ? AND table_name = ? AND non_unique = 0
      """;

  public static KeyIndex of(Connection connection, Table table) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(FIND)) {
      query.setString(1, table.name().schema());
      query.setString(2, table.name().name());
      query.setString(3, String.join("/", table.key()));
      try (ResultSet row = query.executeQuery()) {
        return new KeyIndex(row.next() ? row.getString(1) : "");
      }
    }
  }

  /**
   * Comes after the table's name. What the server guesses about a table that changes must not
   * matter: without it, it may well read a whole table rather than a part.
   */
  public String forced() {
    return name.isEmpty() ? "" : " FORCE INDEX (" + Sql.quote(name) + ")";
  }

  /** Whether by now no other unique index is there, which could have a row in the way. */
  public boolean isOnlyUniqueOne(Connection connection, TableName table) throws SQLException {
    Set<String> unique = new HashSet<>();
    try (PreparedStatement query = connection.prepareStatement(UNIQUE)) {
      query.setString(1, table.schema());
      query.setString(2, table.name());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          unique.add(row.getString(1));
        }
      }
    }
    return unique.equals(Set.of(name));
  }

  /** Whether it is the primary key's, which the server looks at before all others. */
  public boolean isPrimary() {
    return name.equals("PRIMARY");
  }

  /** Whether it is this one that refuses a row: the server's message ends with the index's name. */
  public boolean refuses(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.endsWith("'" + name + "'") || message.endsWith("." + name + "'");
  }
}
