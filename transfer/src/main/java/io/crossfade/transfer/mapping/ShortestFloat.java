package io.crossfade.transfer.mapping;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floating-point numbers as databases print them: the fewest digits that read back as the same
 * number. Java before 19 prints too many of them for some numbers, and workers may run on 17.
 */
final class ShortestFloat {
  private ShortestFloat() {}

  /** The digits of a finite number, as Java reads them. */
  static String digits(double number) {
    return shortest(new BigDecimal(Double.toString(number)), new BigDecimal(number), number, false)
        .toString();
  }

  static String print(double number, boolean single) {
    double value = single ? (float) number : number;
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    String printed = single ? Float.toString((float) value) : Double.toString(value);
    BigDecimal digits =
        shortest(new BigDecimal(printed), new BigDecimal(value), value, single)
            .stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    return exponent < -4 || exponent >= (single ? 6 : 15)
        ? scientific(digits, exponent)
        : digits.toPlainString();
  }

  private static BigDecimal shortest(
      BigDecimal printed, BigDecimal exact, double number, boolean single) {
    BigDecimal best = printed;
    for (int precision = printed.stripTrailingZeros().precision() - 1; precision > 0; precision--) {
      BigDecimal shorter = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      boolean same =
          single ? shorter.floatValue() == (float) number : shorter.doubleValue() == number;
      if (!same) {
        break;
      }
      best = shorter;
    }
    return best;
  }

  private static String scientific(BigDecimal digits, int exponent) {
    String all = digits.unscaledValue().abs().toString();
    String sign = digits.signum() < 0 ? "-" : "";
    String mantissa = all.length() == 1 ? all : all.charAt(0) + "." + all.substring(1);
    String size = String.valueOf(Math.abs(exponent));
    return sign
        + mantissa
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (size.length() < 2 ? "0" : "")
        + size;
  }
}
