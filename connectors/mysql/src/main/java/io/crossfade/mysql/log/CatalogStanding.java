package io.crossfade.mysql.log;

import io.crossfade.connector.log.Standing;
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
      SELECT column_name, column_type, collation_name FROM information_schema.columns
      WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position
      """;

  private record Seen(String name, ColumnType type) {}

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
    return new Seen(column.name(), plain(ColumnType.parse(column.type())));
  }

  /** MariaDB's json is a long text by another name, and the width of an integer says nothing. */
  private static ColumnType plain(ColumnType type) {
    return switch (type.name()) {
      case "json" -> new ColumnType("longtext", -1, 0, false, List.of(), "utf8mb4");
      case "tinyint", "smallint", "mediumint", "int", "bigint", "year" ->
          new ColumnType(type.name(), -1, 0, type.unsigned(), List.of(), "");
      default -> type;
    };
  }

  private static List<Seen> columns(Connection connection, Table table) throws SQLException {
    List<Seen> columns = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, table.name().schema());
      query.setString(2, table.name().name());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String collation = row.getString(3);
          String type = row.getString(2) + (collation == null ? "" : " collate " + collation);
          columns.add(new Seen(row.getString(1), plain(ColumnType.parse(type))));
        }
      }
    }
    return columns;
  }
}
