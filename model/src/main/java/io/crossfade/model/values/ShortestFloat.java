package io.crossfade.model.values;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Floating-point numbers as databases print them: the fewest digits that read back as the same
 * number. Java before 19 prints too many of them for some numbers, and workers may run on 17.
 */
public final class ShortestFloat {
  private static final List<RoundingMode> ROUNDINGS =
      List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP);

  /** No two numbers of so few digits are the same double, so there is none that is shorter. */
  private static final int ALWAYS_APART = 15;

  private ShortestFloat() {}

  /** The digits of a finite number, without trailing zeros. */
  public static BigDecimal digits(double number) {
    return number == 0 ? BigDecimal.ZERO : shortest(number, false);
  }

  /**
   * @param single whether it is a number of 32 bits
   */
  public static String print(double number, boolean single) {
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
    String known = single ? null : asJavaDoes(value);
    if (known != null) {
      return known;
    }
    BigDecimal digits = shortest(value, single);
    int exponent = digits.precision() - digits.scale() - 1;
    return exponent < -4 || exponent >= (single ? 6 : 15)
        ? scientific(digits, exponent)
        : digits.toPlainString();
  }

  /** Null where Java may have other digits, or writes an exponent. */
  private static @Nullable String asJavaDoes(double number) {
    String guess = Double.toString(number);
    boolean isWhole = guess.endsWith(".0");
    boolean isKnown =
        guess.length() <= ALWAYS_APART
            && guess.indexOf('E') < 0
            && (isWhole || !guess.endsWith("0"));
    return !isKnown ? null : isWhole ? guess.substring(0, guess.length() - 2) : guess;
  }

  /** Java's digits are a first guess; most numbers need no second. */
  private static BigDecimal shortest(double number, boolean single) {
    String guess = single ? Float.toString((float) number) : Double.toString(number);
    BigDecimal guessed = new BigDecimal(guess).stripTrailingZeros();
    if (!single && guessed.precision() <= ALWAYS_APART && Math.abs(number) >= Double.MIN_NORMAL) {
      return guessed;
    }
    BigDecimal exact = new BigDecimal(number);
    double ulp = single ? Math.ulp((float) number) : Math.ulp(number);
    BigDecimal below =
        middle(exact, single ? Math.nextDown((float) number) : Math.nextDown(number), ulp);
    BigDecimal above =
        middle(exact, single ? Math.nextUp((float) number) : Math.nextUp(number), ulp);
    int digits = guessed.precision();
    BigDecimal best = between(below, exact, above, digits);
    while (best == null) {
      best = between(below, exact, above, ++digits);
    }
    BigDecimal shorter = between(below, exact, above, digits - 1);
    while (shorter != null) {
      best = shorter;
      shorter = between(below, exact, above, --digits - 1);
    }
    return best.stripTrailingZeros();
  }

  /**
   * The number with so many digits that reads back as {@code exact}: the nearest, but beside a
   * power of two, where the numbers below lie closer than those above, it may have to be the other
   * one.
   */
  private static @Nullable BigDecimal between(
      BigDecimal below, BigDecimal exact, BigDecimal above, int digits) {
    if (digits < 1) {
      return null;
    }
    for (RoundingMode mode : ROUNDINGS) {
      BigDecimal number = exact.round(new MathContext(digits, mode));
      if (isBetween(below, number, above)) {
        return number;
      }
    }
    return null;
  }

  /** Beyond the largest number the next one would lie as far away as the last one before it. */
  private static BigDecimal middle(BigDecimal exact, double neighbour, double ulp) {
    BigDecimal other =
        Double.isInfinite(neighbour)
            ? exact.add(new BigDecimal(Math.copySign(ulp, neighbour)))
            : new BigDecimal(neighbour);
    return exact.add(other).divide(BigDecimal.valueOf(2));
  }

  /** Strictly: readers differ in what they make of a number that lies in the very middle of two. */
  private static boolean isBetween(BigDecimal below, BigDecimal number, BigDecimal above) {
    return number.compareTo(below) > 0 && number.compareTo(above) < 0;
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
