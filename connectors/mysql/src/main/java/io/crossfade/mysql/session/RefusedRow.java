package io.crossfade.mysql.session;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value or a row that the database did not take. Says which table, column and constraint, but
 * never a value: what stands in a row is nobody's business in a log. The server puts values into
 * its messages, so only the names are taken from there.
 */
public final class RefusedRow {
  private static final int NO_VALUE = 1048;
  private static final int DUPLICATE = 1062;
  private static final int DUPLICATE_WITH_NAME = 1586;
  private static final int NO_DEFAULT = 1364;
  private static final int NO_PARENT = 1452;
  private static final int HAS_CHILDREN = 1451;
  private static final int OUT_OF_RANGE = 1264;
  private static final int TOO_LONG = 1406;
  private static final int TRUNCATED = 1265;
  private static final int WRONG_VALUE = 1292;
  private static final int WRONG_VALUE_OF_TYPE = 1366;
  private static final int NO_PARTITION = 1526;
  private static final int CHECK = 3819;
  private static final int CHECK_OF_MARIADB = 4025;
  private static final int NO_JSON = 3140;
  private static final int LARGE_PACKET = 1153;

  /** Others that show a value: of a character set, of a type. */
  private static final Set<Integer> SHOWING = Set.of(1300, 1411, 1525);

  private static final Set<Integer> REFUSALS =
      Set.of(
          NO_VALUE,
          DUPLICATE,
          DUPLICATE_WITH_NAME,
          NO_DEFAULT,
          NO_PARENT,
          HAS_CHILDREN,
          OUT_OF_RANGE,
          TOO_LONG,
          TRUNCATED,
          WRONG_VALUE,
          WRONG_VALUE_OF_TYPE,
          NO_PARTITION,
          CHECK,
          CHECK_OF_MARIADB,
          NO_JSON,
          LARGE_PACKET);

  /** Values stand before the names that follow these words, and may themselves hold them. */
  private static final Pattern KEY = Pattern.compile(".*for key '([^']+)'$", Pattern.DOTALL);

  private static final Pattern COLUMN =
      Pattern.compile(
          ".*(?:for column (?:(?:`[^`]*`\\.)*)[`']?|Column '|Field ')([^`']+?)[`']? ?(?:at row \\d+|cannot be null|doesn't have a default value)?\\.?$",
          Pattern.DOTALL);

  private static final Pattern CONSTRAINT =
      Pattern.compile("(?:CONSTRAINT|constraint) [`']([^`']+)");

  private RefusedRow() {}

  /** Data that does not fit, or breaks a constraint. */
  public static boolean is(SQLException e) {
    return REFUSALS.contains(e.getErrorCode()) || showsValues(e);
  }

  /** Whether the server's message may hold a row's values, or the text of a statement of ours. */
  static boolean showsValues(SQLException e) {
    return REFUSALS.contains(e.getErrorCode())
        || SHOWING.contains(e.getErrorCode())
        || SqlState.isInClass(e, "22")
        || SqlState.isInClass(e, "23");
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
    put(fields, "column", column(e));
    put(fields, "constraint", constraint(e));
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
    String what =
        switch (e.getErrorCode()) {
          case TOO_LONG -> "a text is too long for its column";
          case OUT_OF_RANGE -> "a number is out of its column's range";
          case WRONG_VALUE, WRONG_VALUE_OF_TYPE, TRUNCATED ->
              "a value does not have the form of its type, or its column's character set lacks it";
          case NO_JSON -> "a text is no valid JSON";
          case NO_VALUE, NO_DEFAULT -> "a column that must have a value has none";
          case NO_PARENT, HAS_CHILDREN -> "a foreign key has no counterpart";
          case DUPLICATE, DUPLICATE_WITH_NAME -> "a unique index is broken";
          case CHECK, CHECK_OF_MARIADB -> "a check constraint is broken";
          case NO_PARTITION -> "no partition is there for it";
          case LARGE_PACKET -> "it is larger than max_allowed_packet";
          default -> "the server says error " + e.getErrorCode();
        };
    return what + named(", column ", column(e)) + named(", constraint ", constraint(e));
  }

  private static @Nullable String column(SQLException e) {
    return switch (e.getErrorCode()) {
      case TOO_LONG,
          OUT_OF_RANGE,
          WRONG_VALUE,
          WRONG_VALUE_OF_TYPE,
          TRUNCATED,
          NO_VALUE,
          NO_DEFAULT ->
          first(COLUMN.matcher(String.valueOf(e.getMessage())));
      default -> null;
    };
  }

  private static @Nullable String constraint(SQLException e) {
    return switch (e.getErrorCode()) {
      case DUPLICATE, DUPLICATE_WITH_NAME -> first(KEY.matcher(String.valueOf(e.getMessage())));
      case NO_PARENT, HAS_CHILDREN, CHECK, CHECK_OF_MARIADB ->
          first(CONSTRAINT.matcher(String.valueOf(e.getMessage())));
      default -> null;
    };
  }

  private static @Nullable String first(Matcher matcher) {
    return matcher.find() ? matcher.group(1) : null;
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
