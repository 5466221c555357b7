package io.crossfade.mysql.values;

import io.crossfade.mysql.session.Sql;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Canonical text as an SQL literal of its type. A number is no text in it: compared with a column,
 * it has to be found by the column's index, and without rounding.
 */
public final class Literal {
  private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-fA-F]{2})*");
  private static final Pattern BITS = Pattern.compile("[01]+");

  private Literal() {}

  /** What is no value of the type comes as a text, which the server then refuses. */
  public static String of(ValueType type, @Nullable String value) {
    if (value == null) {
      return "NULL";
    }
    return switch (type.family()) {
      case INTEGER, DECIMAL -> isNumber(value) ? value : Sql.literal(value);
      case FLOAT -> Sql.literal(single(value));
      case TIMESTAMP -> Sql.literal(withoutZone(value));
      case BYTES ->
          HEX.matcher(value).matches() ? "x'" + value.substring(2) + "'" : Sql.literal(value);
      case BIT -> BITS.matcher(value).matches() ? "b'" + value + "'" : Sql.literal(value);
      case DOUBLE, YEAR, DATE, TIME, DATETIME, TEXT, JSON -> Sql.literal(value);
    };
  }

  /** Digits, perhaps with a sign before and a point between them. */
  public static boolean isNumber(String value) {
    boolean digit = false;
    boolean point = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      if (!isDigit && !(c == '-' && i == 0) && !(c == '.' && digit && !point)) {
        return false;
      }
      digit = isDigit;
      point |= c == '.';
    }
    return digit;
  }

  /** Without its zone, which is UTC, as our sessions' is. */
  public static String withoutZone(String value) {
    return value.endsWith("+00") ? value.substring(0, value.length() - 3) : value;
  }

  /**
   * The server reads 64 bits and rounds them then: with all their digits that is no second
   * rounding.
   */
  private static String single(String value) {
    try {
      return Double.toString(Float.parseFloat(value));
    } catch (NumberFormatException e) {
      return value;
    }
  }
}
