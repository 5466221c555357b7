package io.crossfade.transfer.mapping;

import io.crossfade.model.values.Kind;

/** Constants as a user writes them, in the canonical text that a column of the type would give. */
public final class Constants {
  private Constants() {}

  /**
   * The canonical text. Texts, and types that only the database understands, are taken as they are.
   *
   * @throws IllegalArgumentException where the text is no value of the type; the message says what
   *     would be
   */
  public static String canonical(String written, Kind kind) {
    if (ExpressionType.of(kind) == ExpressionType.STRING) {
      return written;
    }
    try {
      return CanonicalText.print(CanonicalText.parse(written.strip(), kind), kind);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(wanted(kind), e);
    }
  }

  private static String wanted(Kind kind) {
    return switch (ExpressionType.of(kind)) {
      case INTEGER -> "a whole number of " + ExpressionType.bits(kind) + " bits";
      case DECIMAL -> "a number such as 12.50 that fits the type";
      case FLOAT -> "a number such as 0.5";
      case BOOLEAN -> "true or false";
      case TIMESTAMP ->
          switch (kind.family()) {
            case DATE -> "a date such as 2024-12-31";
            case INSTANT -> "a timestamp such as 2024-12-31 18:30:00+00";
            default -> "a timestamp such as 2024-12-31 18:30:00";
          };
      case STRING -> "a text";
    };
  }
}
