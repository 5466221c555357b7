package io.crossfade.transfer.mapping;

import io.crossfade.model.values.ShortestFloat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * Values between the canonical text in which they travel and the objects that expressions work on.
 * Throws ArithmeticException, IllegalArgumentException or DateTimeException for what does not fit.
 */
final class CanonicalText {
  private CanonicalText() {}

  static Object parse(String text, ValueType type) {
    return switch (type.kind()) {
      case INTEGER -> Long.valueOf(text);
      case DECIMAL -> new Decimal(new BigDecimal(text));
      case FLOAT -> Double.valueOf(text);
      case BOOLEAN -> bool(text);
      case DATE, TIMESTAMP, ZONED_TIMESTAMP -> TimeText.parse(text, type);
      case TEXT, OTHER -> text;
    };
  }

  static String print(Object value, ValueType type) {
    return switch (type.kind()) {
      case INTEGER -> integer((Long) value, type);
      case DECIMAL -> decimal(Decimal.of(value).value(), type);
      case FLOAT -> ShortestFloat.print(floating(value), type.isSingle());
      case BOOLEAN -> (Boolean) value ? "t" : "f";
      case DATE, TIMESTAMP, ZONED_TIMESTAMP -> TimeText.print((Instant) value, type);
      case TEXT, OTHER -> value.toString();
    };
  }

  private static Boolean bool(String text) {
    return switch (text) {
      case "t", "true" -> true;
      case "f", "false" -> false;
      default -> throw new IllegalArgumentException("not a boolean");
    };
  }

  private static String integer(long value, ValueType type) {
    long limit = 1L << (type.bits() - 1);
    if (type.bits() < 64 && (value >= limit || value < -limit)) {
      throw new ArithmeticException("out of range");
    }
    return Long.toString(value);
  }

  private static String decimal(BigDecimal value, ValueType type) {
    if (type.modifiers().isEmpty()) {
      return value.scale() < 0 ? value.setScale(0).toPlainString() : value.toPlainString();
    }
    int precision = type.modifiers().get(0);
    int scale = type.modifiers().size() > 1 ? type.modifiers().get(1) : 0;
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
    if (rounded.precision() - rounded.scale() > precision - scale && rounded.signum() != 0) {
      throw new ArithmeticException("out of range");
    }
    return scale < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
  }

  private static double floating(Object value) {
    return value instanceof Decimal decimal
        ? decimal.value().doubleValue()
        : ((Number) value).doubleValue();
  }
}
