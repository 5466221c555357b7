package io.crossfade.transfer.mapping;

import io.crossfade.model.values.Kind;
import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import io.crossfade.model.values.ShortestFloat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * Values between the canonical text in which they travel and the objects that expressions work on.
 * Throws ArithmeticException, IllegalArgumentException or DateTimeException for what does not fit.
 */
final class CanonicalText {
  private CanonicalText() {}

  static Object parse(String text, Kind kind) {
    return switch (ExpressionType.of(kind)) {
      case INTEGER -> Long.valueOf(text);
      case DECIMAL -> new Decimal(new BigDecimal(text));
      case FLOAT -> Double.valueOf(text);
      case BOOLEAN -> bool(text);
      case TIMESTAMP -> TimeText.parse(text, kind);
      case STRING -> text;
    };
  }

  static String print(Object value, Kind kind) {
    return switch (ExpressionType.of(kind)) {
      case INTEGER -> integer((Long) value, kind);
      case DECIMAL -> decimal(Decimal.of(value).value(), kind);
      case FLOAT -> ShortestFloat.print(floating(value), kind.size() == 32);
      case BOOLEAN -> (Boolean) value ? "t" : "f";
      case TIMESTAMP -> TimeText.print((Instant) value, kind);
      case STRING -> value.toString();
    };
  }

  private static Boolean bool(String text) {
    return switch (text) {
      case "t", "true" -> true;
      case "f", "false" -> false;
      default -> throw new IllegalArgumentException("not a boolean");
    };
  }

  private static String integer(long value, Kind kind) {
    int bits = ExpressionType.bits(kind);
    boolean unsigned = kind.has(Trait.UNSIGNED);
    long limit = 1L << (unsigned ? bits : bits - 1);
    if (bits < 64 && (value >= limit || value < (unsigned ? 0 : -limit))) {
      throw new ArithmeticException("out of range");
    }
    return Long.toString(value);
  }

  private static String decimal(BigDecimal value, Kind kind) {
    if (kind.family() == Family.INTEGER) {
      BigInteger whole = value.toBigIntegerExact();
      if (whole.signum() < 0 || whole.bitLength() > kind.size()) {
        throw new ArithmeticException("out of range");
      }
      return whole.toString();
    }
    if (kind.size() == 0) {
      return value.scale() < 0 ? value.setScale(0).toPlainString() : value.toPlainString();
    }
    int scale = kind.scale();
    BigDecimal rounded = value.setScale(scale, RoundingMode.HALF_UP);
    if (rounded.precision() - rounded.scale() > kind.size() - scale && rounded.signum() != 0) {
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
