package io.crossfade.transfer.compare;

import io.crossfade.transfer.mapping.ValueType;
import io.crossfade.transfer.mapping.ValueType.Kind;
import java.math.BigDecimal;

/**
 * One text for all values that are equal in SQL, of the types that print equal values in several
 * ways.
 */
public final class SqlEquality {
  private SqlEquality() {}

  /** Whether the type prints equal values in several ways. */
  public static boolean isLooser(String type) {
    ValueType known = ValueType.of(type);
    return known.kind() == Kind.DECIMAL || known.kind() == Kind.FLOAT || isPadded(known);
  }

  /** Whether blanks at its end are no part of a value. */
  public static boolean isPadded(String type) {
    return isPadded(ValueType.of(type));
  }

  /**
   * @param value of that type, as its database prints it
   */
  static String canonical(String value, ValueType type) {
    if (isPadded(type)) {
      return value.substring(0, lengthWithoutBlanks(value));
    }
    if (type.kind() == Kind.FLOAT) {
      return value.equals("-0") ? "0" : value;
    }
    if (type.kind() != Kind.DECIMAL) {
      return value;
    }
    boolean isNumber = !value.isEmpty() && Character.isDigit(value.charAt(value.length() - 1));
    return isNumber ? new BigDecimal(value).stripTrailingZeros().toPlainString() : value;
  }

  /** {@code bpchar} without a length keeps its blanks, but does not compare them either. */
  private static boolean isPadded(ValueType type) {
    return type.base().equals("character")
        || type.base().equals("char")
        || type.base().equals("bpchar");
  }

  private static int lengthWithoutBlanks(String value) {
    int length = value.length();
    while (length > 0 && value.charAt(length - 1) == ' ') {
      length--;
    }
    return length;
  }
}
