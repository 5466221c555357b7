package io.crossfade.mysql.schema;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.mysql.session.SqlState;
import io.crossfade.mysql.session.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one spelling of a type that the catalog uses: people write {@code integer} too, and {@code
 * dec(10)} for {@code decimal(10,0)}. The server is asked by a temporary table, which only this
 * session sees and no log tells.
 */
public final class TypeSpelling {
  /** Words, numbers in parentheses, and values in quotes: nothing that could end the type. */
  private static final Pattern TYPE =
      Pattern.compile(
          "(?i)[a-z][a-z0-9_ ]*(?:\\((?:\\s*(?:\\d+|'(?:[^'\\\\]|'')*')\\s*,?)+\\))?[a-z0-9_ ]*");

  private static final Pattern MORE =
      Pattern.compile(
          "(?i).*\\b(?:not|null|default|auto_increment|unique|primary|key|comment|references|check|generated|as|invisible|on)\\b.*");

  private static final String JSON = "json";
  private static final String TABLE = "crossfade_spelling";

  private TypeSpelling() {}

  public static String of(Connection connection, String type) throws SQLException {
    if (!TYPE.matcher(type.strip()).matches() || MORE.matcher(withoutValues(type)).matches()) {
      throw unknown(type);
    }
    if (type.strip().equalsIgnoreCase(JSON)) {
      return JSON; // MariaDB would tell of a text
    }
    String database = connection.getCatalog();
    String name = (database == null || database.isEmpty() ? "crossfade." : "") + TABLE;
    try {
      Transaction.execute(connection, "CREATE TEMPORARY TABLE " + name + " (c " + type + " NULL)");
    } catch (SQLException e) {
      if (SqlState.mayPass(e) || SqlState.isRefusal(e)) {
        throw e;
      }
      throw unknown(type);
    }
    try {
      return told(connection, name);
    } finally {
      Transaction.execute(connection, "DROP TEMPORARY TABLE " + name);
    }
  }

  private static String withoutValues(String type) {
    return type.replaceAll("'[^']*'", "");
  }

  /** Of a temporary table the catalog tells nothing else. */
  private static String told(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW FULL COLUMNS FROM " + name)) {
      row.next();
      String type = row.getString("Type");
      @Nullable String collation = row.getString("Collation");
      return ColumnSpelling.type(type, collation);
    }
  }

  private static CrossfadeException unknown(String type) {
    return new CrossfadeException(
        ErrorCode.MAPPING_INVALID,
        "the target knows no type "
            + type
            + "; write it as in CREATE TABLE, without NULL, DEFAULT and what else belongs to the column",
        Map.of("type", type));
  }
}
