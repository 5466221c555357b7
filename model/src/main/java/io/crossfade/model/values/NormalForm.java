package io.crossfade.model.values;

import java.math.BigDecimal;

/**
 * One text for all values of a kind that are equal, of the kinds that engines print in several
 * ways. Whoever compares two databases compares these.
 */
public final class NormalForm {
  private NormalForm() {}

  /** Whether equal values of the kind may have several texts. */
  public static boolean isNeeded(Kind kind) {
    return switch (kind.family()) {
      case DECIMAL, FLOAT, JSON -> true;
      case TEXT -> kind.endsBeforeBlanks();
      default -> false;
    };
  }

  /**
   * @param value in the kind's canonical text
   */
  public static String of(String value, Kind kind) {
    return switch (kind.family()) {
      case TEXT -> kind.endsBeforeBlanks() ? Texts.withoutBlanks(value) : value;
      case FLOAT -> value.equals("-0") ? "0" : value;
      case DECIMAL -> decimal(value);
      case JSON -> json(value);
      default -> value;
    };
  }

  private static String decimal(String value) {
    boolean isNumber = !value.isEmpty() && Character.isDigit(value.charAt(value.length() - 1));
    return isNumber ? new BigDecimal(value).stripTrailingZeros().toPlainString() : value;
  }

  /** What no reader of ours understands is equal where its text is. */
  private static String json(String value) {
    try {
      return JsonNormalForm.of(value);
    } catch (Refused e) {
      return value;
    }
  }

  /** Whether a date is one that no calendar has. */
  public static boolean isZeroDate(String value) {
    return Moments.isZero(value);
  }
}
