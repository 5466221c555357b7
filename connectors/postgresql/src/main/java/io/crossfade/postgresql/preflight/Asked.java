package io.crossfade.postgresql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a check is asked about.
 *
 * @param name the server's, for messages
 */
public record Asked(Connection connection, String name, Side side, List<Table> tables) {

  /** A finding about the server as a whole. */
  Finding warns(String what, String mend) {
    return Finding.warns(what, server(), mend);
  }

  /** The findings about the server as a whole that a query gives: what is wrong, what mends it. */
  List<Finding> warnings(String sql) throws SQLException {
    return rows(sql, row -> warns(row.getString(1), row.getString(2)));
  }

  String server() {
    return "the " + side + " " + name;
  }

  interface Line<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** What a query without parameters gives. */
  <T> List<T> rows(String sql, Line<T> line) throws SQLException {
    List<T> lines = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        lines.add(line.of(row));
      }
    }
    return lines;
  }
}
