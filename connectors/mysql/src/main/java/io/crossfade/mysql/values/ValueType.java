package io.crossfade.mysql.values;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.Locale;

/**
 * A column's type, as far as it matters to its values.
 *
 * @param size of a bit field
 * @param filled whether the server prints zeros before, which are no part of the value
 */
public record ValueType(Family family, int size, boolean filled) {
  /** Types whose values are read and written alike. */
  public enum Family {
    INTEGER,
    DECIMAL,
    FLOAT,
    DOUBLE,
    BIT,
    YEAR,
    DATE,
    TIME,
    DATETIME,
    TIMESTAMP,
    TEXT,
    /** Its printed form has a character set of its own in the protocol. */
    JSON,
    BYTES
  }

  /**
   * @param spelled as the catalog has it, e.g. {@code bigint unsigned}
   */
  public static ValueType of(String spelled) {
    boolean filled = spelled.toLowerCase(Locale.ROOT).contains("zerofill");
    return new ValueType(family(spelled), size(spelled), filled);
  }

  private static Family family(String spelled) {
    return switch (word(spelled)) {
      case "tinyint", "smallint", "mediumint", "int", "integer", "bigint" -> Family.INTEGER;
      case "decimal", "numeric" -> Family.DECIMAL;
      case "float" -> Family.FLOAT;
      case "double", "real" -> Family.DOUBLE;
      case "bit" -> Family.BIT;
      case "year" -> Family.YEAR;
      case "date" -> Family.DATE;
      case "time" -> Family.TIME;
      case "datetime" -> Family.DATETIME;
      case "timestamp" -> Family.TIMESTAMP;
      case "json" -> Family.JSON;
      case "char",
          "varchar",
          "tinytext",
          "text",
          "mediumtext",
          "longtext",
          "enum",
          "set",
          "uuid",
          "inet4",
          "inet6" ->
          Family.TEXT;
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> Family.BYTES;
      default ->
          throw new CrossfadeException(
              ErrorCode.TABLE_UNSUPPORTED,
              "values of the type " + spelled + " cannot be read or written; see docs/mysql.md");
    };
  }

  private static String word(String spelled) {
    String lower = spelled.toLowerCase(Locale.ROOT).strip();
    int end = 0;
    while (end < lower.length() && Character.isLetterOrDigit(lower.charAt(end))) {
      end++;
    }
    return lower.substring(0, end);
  }

  /** The first number between parentheses; 1 where there is none, which is a bit's default. */
  private static int size(String spelled) {
    int from = spelled.indexOf('(') + 1;
    int to = from;
    while (from > 0 && to < spelled.length() && Character.isDigit(spelled.charAt(to))) {
      to++;
    }
    return to > from ? Integer.parseInt(spelled.substring(from, to)) : 1;
  }
}
