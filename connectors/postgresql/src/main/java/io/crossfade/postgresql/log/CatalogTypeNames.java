package io.crossfade.postgresql.log;

import io.crossfade.postgresql.session.Sessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Asks the catalog for the spelling of a type, once. */
final class CatalogTypeNames implements TypeNames {
  private record Type(int oid, int modifier) {}

  private final Sessions sessions;
  private final Map<Type, String> known = new HashMap<>();

  CatalogTypeNames(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public String of(int type, int modifier) {
    return known.computeIfAbsent(
        new Type(type, modifier),
        t -> sessions.call("types", "look up a type", connection -> ask(connection, t)));
  }

  private static String ask(Connection connection, Type type) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT format_type(?::oid, ?)")) {
      statement.setLong(1, Integer.toUnsignedLong(type.oid()));
      statement.setInt(2, type.modifier());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
