package io.crossfade.postgresql.schema;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * The one spelling of a type that the catalog uses: people write {@code timestamptz} too, and
 * {@code numeric(10)} for {@code numeric(10,0)}.
 */
final class TypeSpelling {
  private static final String SPELLED = "Output: NULL::";

  /** Syntax errors and unknown names: the server's class 42. */
  private static final String UNKNOWN = "42";

  private TypeSpelling() {}

  static String of(Connection connection, String type) throws SQLException {
    try {
      requireType(connection, type);
      return planned(connection, type);
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith(UNKNOWN)) {
        throw unknown(type);
      }
      throw e;
    }
  }

  /** What is no type's name never becomes part of a statement. */
  private static void requireType(Connection connection, String type) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT to_regtype(?) IS NULL")) {
      statement.setString(1, type);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getBoolean(1)) {
          throw unknown(type);
        }
      }
    }
  }

  /**
   * The plan of a query spells the type with its modifier; before PostgreSQL 17 no function does.
   */
  private static String planned(Connection connection, String type) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet lines =
            statement.executeQuery("EXPLAIN (VERBOSE, COSTS OFF) SELECT NULL::" + type)) {
      while (lines.next()) {
        String line = lines.getString(1).strip();
        if (line.startsWith(SPELLED)) {
          return line.substring(SPELLED.length());
        }
      }
    }
    throw unknown(type);
  }

  private static CrossfadeException unknown(String type) {
    return new CrossfadeException(
        ErrorCode.MAPPING_INVALID,
        "the target knows no type "
            + type
            + "; write it as in CREATE TABLE, with its schema unless it is built in",
        Map.of("type", type));
  }
}
