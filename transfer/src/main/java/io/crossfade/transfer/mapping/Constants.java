package io.crossfade.transfer.mapping;

/** Constants as a user writes them, in the canonical text that a column of the type would give. */
public final class Constants {
  private Constants() {}

  /**
   * The canonical text. Texts, and types that only the database understands, are taken as they are.
   *
   * @throws IllegalArgumentException where the text is no value of the type; the message says what
   *     would be
   */
  public static String canonical(String written, ValueType type) {
    boolean taken = type.kind() == ValueType.Kind.TEXT || type.kind() == ValueType.Kind.OTHER;
    if (taken) {
      return written;
    }
    try {
      return CanonicalText.print(CanonicalText.parse(written.strip(), type), type);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(wanted(type), e);
    }
  }

  private static String wanted(ValueType type) {
    return switch (type.kind()) {
      case INTEGER -> "a whole number of " + type.bits() + " bits";
      case DECIMAL -> "a number such as 12.50 that fits the type";
      case FLOAT -> "a number such as 0.5";
      case BOOLEAN -> "true or false";
      case DATE -> "a date such as 2024-12-31";
      case TIMESTAMP -> "a timestamp such as 2024-12-31 18:30:00";
      case ZONED_TIMESTAMP -> "a timestamp such as 2024-12-31 18:30:00+00";
      case TEXT, OTHER -> "a text";
    };
  }
}
