package io.crossfade.postgresql.session;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A value or a row that the database did not take. Says which table, column and constraint, but
 * never a value: what stands in a row is nobody's business in a log.
 */
public final class RefusedRow {
  private RefusedRow() {}

  /** Data that does not fit, or breaks a constraint. */
  public static boolean is(SQLException e) {
    return SqlState.isInClass(e, "22") || SqlState.isInClass(e, "23");
  }

  /** Waiting may be all it takes: until somebody has mended the row, or what it is refused by. */
  public static CrossfadeException exception(String written, SQLException e) {
    return exception(written, null, e);
  }

  /**
   * @param key of the row, as {@code column=value}; null where it is not known
   */
  public static CrossfadeException exception(String written, @Nullable String key, SQLException e) {
    Map<String, String> fields = new TreeMap<>(Map.of("sqlState", String.valueOf(e.getSQLState())));
    fields.put(CrossfadeException.PASSES, "true");
    ServerErrorMessage server = server(e);
    if (server != null) {
      put(fields, "table", server.getTable());
      put(fields, "column", server.getColumn());
      put(fields, "constraint", server.getConstraint());
    }
    put(fields, "key", key);
    return new CrossfadeException(
        ErrorCode.TARGET_REFUSED_ROW,
        "the row for "
            + written
            + named(" with ", key)
            + " was refused: "
            + reason(e)
            + "; mend the row, or the table that is written, and it goes on by itself",
        fields,
        e);
  }

  /** In words, without values. */
  public static String reason(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String what =
        switch (state) {
          case "22001" -> "a text is too long for its column";
          case "22003" -> "a number is out of its column's range";
          case "22007", "22008" -> "a date or time is not valid there";
          case "22021" -> "a text is not valid in the database's encoding";
          case "22P02" -> "a value does not have the form of its type";
          case "23502" -> "a column that must have a value has none";
          case "23503" -> "a foreign key has no counterpart";
          case "23505" -> "a unique constraint is broken";
          case "23514" -> refusedByCheck(e);
          case "23P01" -> "an exclusion constraint is broken";
          default -> "the server says SQLSTATE " + state;
        };
    ServerErrorMessage server = server(e);
    return server == null
        ? what
        : what
            + named(" in table ", server.getTable())
            + named(", column ", server.getColumn())
            + named(", constraint ", server.getConstraint());
  }

  private static String refusedByCheck(SQLException e) {
    ServerErrorMessage server = server(e);
    return server != null && server.getConstraint() == null
        ? "no partition is there for it"
        : "a check constraint is broken";
  }

  private static @Nullable ServerErrorMessage server(SQLException e) {
    return e instanceof PSQLException server ? server.getServerErrorMessage() : null;
  }

  private static String named(String what, @Nullable String name) {
    return name == null ? "" : what + name;
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
