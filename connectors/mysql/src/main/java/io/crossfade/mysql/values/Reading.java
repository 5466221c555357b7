package io.crossfade.mysql.values;

/**
 * How a value is asked for: an expression that the server gives as bytes without a loss, and the
 * form in which they come. All but texts and bytes are printed by the server, so that the driver
 * has nothing to understand.
 */
public record Reading(String expression, Form form) {

  /**
   * @param value an SQL expression of that type
   */
  public static Reading of(ValueType type, String value) {
    return switch (type.family()) {
      case INTEGER, DECIMAL ->
          new Reading(printed(type.filled() ? value + " + 0" : value), Form.PLAIN);
      case YEAR, DATE -> new Reading(printed(value), Form.PLAIN);
      case TIME, DATETIME -> new Reading(printed(value), Form.FRACTION);
      case TIMESTAMP -> new Reading(printed(value), Form.INSTANT);
      // A float is printed with six digits. Times one, and not plus zero, which makes 0 of -0.
      case FLOAT -> new Reading(printed(value + " * 1e0"), Form.FLOAT);
      case DOUBLE -> new Reading(printed(value + " * 1e0"), Form.DOUBLE);
      case BIT -> new Reading("LPAD(BIN(" + value + " + 0), " + type.size() + ", '0')", Form.PLAIN);
      case JSON -> new Reading(printed(value), Form.TEXT);
      case TEXT -> new Reading(value, Form.TEXT);
      case BYTES -> new Reading(value, Form.BYTES);
    };
  }

  private static String printed(String value) {
    return "CONCAT(" + value + ")";
  }
}
