package io.crossfade.postgresql.schema;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one spelling of a type that the catalog uses: people write {@code timestamptz} too. */
final class TypeSpelling {
  private static final Pattern MODIFIER = Pattern.compile("\\s*\\(([^)]*)\\)");

  private TypeSpelling() {}

  static String of(Connection connection, String type) throws SQLException {
    Matcher modifier = MODIFIER.matcher(type);
    if (!modifier.find()) {
      return base(connection, type, type);
    }
    String base = base(connection, modifier.replaceFirst(""), type);
    String given = "(" + modifier.group(1).replace(" ", "") + ")";
    // A modifier stands after the first word of the types of time, at the end of all others.
    return base.matches("time.* (with|without) time zone")
        ? base.replaceFirst(" ", given + " ")
        : base + given;
  }

  private static String base(Connection connection, String base, String type) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT format_type(to_regtype(?), -1)")) {
      statement.setString(1, base);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        String spelled = row.getString(1);
        if (spelled == null || spelled.equals("-")) {
          throw new CrossfadeException(
              ErrorCode.MAPPING_INVALID,
              "the target knows no type "
                  + type
                  + "; write it as in CREATE TABLE, with its schema unless it is built in",
              Map.of("type", type));
        }
        return spelled;
      }
    }
  }
}
