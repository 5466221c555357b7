package io.crossfade.mysql.copy;

import io.crossfade.model.Equality;
import io.crossfade.mysql.session.Sql;
import io.crossfade.mysql.values.Reading;

/** A column as it is hashed: equal bytes mean equal values, and are the same for every session. */
final class HashedColumn {
  private static final String NULL = "'-'";

  private HashedColumn() {}

  static String of(ReadColumn column, Equality equality) {
    Reading reading = column.reading();
    if (reading == null) {
      return withLength(Sql.literal(column.constant()));
    }
    return equality == Equality.SQL ? asValue(reading) : exact(reading);
  }

  private static String exact(Reading reading) {
    return switch (reading.form()) {
      // No comma is in any of these, and none of them is one dash.
      case PLAIN, FRACTION, INSTANT, FLOAT, DOUBLE -> orNull(reading.expression());
      case TEXT -> withLength(reading.expression());
      case BYTES -> orNull("CONCAT(LENGTH(%1$s), ':', %1$s)".formatted(reading.expression()));
    };
  }

  /** Numbers without the zeros at their end and the sign of zero, texts without blanks. */
  private static String asValue(Reading reading) {
    String value = reading.expression();
    return switch (reading.form()) {
      case PLAIN ->
          orNull(
              "IF(LOCATE('.', %1$s) = 0, %1$s, TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM %1$s)))"
                  .formatted(value));
      case FLOAT, DOUBLE -> orNull("CONCAT(" + value + " + 0e0)");
      case TEXT -> withLength("RTRIM(" + value + ")");
      case FRACTION, INSTANT, BYTES -> exact(reading);
    };
  }

  private static String orNull(String value) {
    return "COALESCE(" + value + ", " + NULL + ")";
  }

  /** As bytes, for texts of two character sets have no common form; counted in characters. */
  private static String withLength(String value) {
    return "COALESCE(CONCAT(CHAR_LENGTH("
        + value
        + "), ':', CAST(CONVERT("
        + value
        + " USING utf8mb4) AS BINARY)), "
        + NULL
        + ")";
  }
}
