package io.crossfade.mysql.preflight;

import io.crossfade.connector.Finding;
import io.crossfade.connector.Problem;
import io.crossfade.model.Side;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.schema.ServerSettings;
import io.crossfade.mysql.session.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a check is asked about.
 *
 * @param name the server's, for messages
 * @param followed whether its log is to be followed
 * @param settings by the server's own names
 */
public record Asked(
    Connection connection,
    String name,
    Side side,
    List<Table> tables,
    boolean followed,
    Map<String, String> settings) {

  public static Asked of(
      Connection connection, String name, Side side, List<Table> tables, boolean followed)
      throws SQLException {
    return new Asked(connection, name, side, tables, followed, ServerSettings.read(connection));
  }

  Dialect dialect() throws SQLException {
    return Dialect.of(connection);
  }

  /** Empty where the server does not know it. */
  String setting(String setting) {
    return settings.getOrDefault(setting, "");
  }

  boolean isOff(String setting) {
    return setting(setting).equals("OFF") || setting(setting).equals("0");
  }

  boolean isOn(String setting) {
    return setting(setting).equals("ON") || setting(setting).equals("1");
  }

  /** A finding about the server as a whole. */
  Finding warns(String what, String mend) {
    return Finding.warns(what, server(), mend);
  }

  /** A finding about the server as a whole. */
  Finding stops(String what, String mend) {
    return Finding.stops(new Problem(what, server(), mend));
  }

  String server() {
    return "the " + side + " " + name;
  }

  Optional<Table> table(TableName wanted) {
    return tables.stream().filter(table -> table.name().equals(wanted)).findFirst();
  }

  interface Line<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** What a query without parameters gives. */
  <T> List<T> rows(String sql, Line<T> line) throws SQLException {
    List<T> lines = new ArrayList<>();
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(sql)) {
      while (row.next()) {
        lines.add(line.of(row));
      }
    }
    return lines;
  }
}
