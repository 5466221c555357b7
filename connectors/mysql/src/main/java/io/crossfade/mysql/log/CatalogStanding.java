package io.crossfade.mysql.log;

import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.mysql.session.Sessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks the catalog for the columns of a table that the log tells. */
final class CatalogStanding implements Standing {
  private static final String COLUMNS =
      """
      SELECT column_name, data_type FROM information_schema.columns
      WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position
      """;

  private record Seen(String name, String type) {}

  private final Sessions sessions;

  CatalogStanding(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public boolean isAsKnown(Table table) {
    List<Seen> known = table.columns().stream().map(CatalogStanding::seen).toList();
    return sessions
        .call("columns", "look at " + table.name(), c -> columns(c, table))
        .equals(known);
  }

  private static Seen seen(Column column) {
    return new Seen(column.name(), plain(ColumnType.parse(column.type()).name()));
  }

  /** MariaDB's json is a long text by another name. */
  private static String plain(String type) {
    return type.equals("json") ? "longtext" : type;
  }

  private static List<Seen> columns(Connection connection, Table table) throws SQLException {
    List<Seen> columns = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, table.name().schema());
      query.setString(2, table.name().name());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          columns.add(new Seen(row.getString(1), plain(row.getString(2))));
        }
      }
    }
    return columns;
  }
}
