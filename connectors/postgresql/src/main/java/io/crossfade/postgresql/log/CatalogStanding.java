package io.crossfade.postgresql.log;

import io.crossfade.connector.log.Standing;
import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.postgresql.session.Sessions;
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
      SELECT a.attname, format_type(a.atttypid, a.atttypmod)
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY a.attnum
      """;

  private record Seen(String name, String type) {}

  private final Sessions sessions;

  CatalogStanding(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public boolean isAsKnown(Table table) {
    return sessions
        .call("columns", "look at " + table.name(), c -> columns(c, table))
        .equals(
            table.columns().stream()
                .filter(column -> !column.generated())
                .map(CatalogStanding::seen)
                .toList());
  }

  private static Seen seen(Column column) {
    return new Seen(column.name(), column.type());
  }

  private static List<Seen> columns(Connection connection, Table table) throws SQLException {
    List<Seen> columns = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
      query.setString(1, table.name().schema());
      query.setString(2, table.name().name());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          columns.add(new Seen(row.getString(1), row.getString(2)));
        }
      }
    }
    return columns;
  }
}
