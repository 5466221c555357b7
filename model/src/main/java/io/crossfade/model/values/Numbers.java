package io.crossfade.model.values;

import io.crossfade.model.values.Kind.Family;
import io.crossfade.model.values.Kind.Trait;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers to numbers: rounded half away from zero where digits are missing, refused beyond. */
final class Numbers {
  private static final String RANGE = "the number is out of the column's range";
  private static final BigInteger OLDEST_YEAR = BigInteger.valueOf(1901);
  private static final BigInteger NEWEST_YEAR = BigInteger.valueOf(2155);

  /** Longer ones are no numbers that any column holds, and would take long to be read. */
  private static final int LONGEST = 200_000;

  private Numbers() {}

  static boolean isNumber(Kind kind) {
    return kind.is(Family.INTEGER, Family.FLAG, Family.DECIMAL, Family.FLOAT, Family.YEAR);
  }

  static @Nullable Conversion toInteger(Kind from, Kind to) {
    if (from.family() == Family.BITS) {
      return Conversion.of(value -> integer(new BigInteger(value, 2), to));
    }
    if (from.family() == Family.BOOLEAN) {
      return Conversion.of(value -> Truths.isTrue(value) ? "1" : "0");
    }
    if (from.family() == Family.INTEGER || from.family() == Family.FLAG) {
      return fits(from, to)
          ? Conversion.nothing()
          : Conversion.check(value -> integer(new BigInteger(value), to));
    }
    return isNumber(from) || from.family() == Family.TEXT
        ? Conversion.of(value -> integer(whole(value), to))
            .keepingText(from.scale() == 0 && from.family() == Family.DECIMAL && from.size() > 0)
        : null;
  }

  static @Nullable Conversion toYear(Kind from) {
    return isNumber(from) || from.family() == Family.TEXT
        ? Conversion.of(value -> year(whole(value)))
        : null;
  }

  /** The year that stands for none is printed with four digits. */
  private static String year(BigInteger year) throws Refused {
    if (year.signum() == 0) {
      return "0000";
    }
    if (year.compareTo(OLDEST_YEAR) < 0 || year.compareTo(NEWEST_YEAR) > 0) {
      throw new Refused(RANGE);
    }
    return year.toString();
  }

  static @Nullable Conversion toDecimal(Kind from, Kind to) {
    if (from.equals(to)) {
      return Conversion.nothing();
    }
    boolean whole = from.family() == Family.INTEGER && to.scale() == 0;
    if (whole && (to.size() == 0 || to.size() >= digits(from))) {
      return Conversion.nothing();
    }
    boolean sameText =
        whole || (from.family() == Family.DECIMAL && from.scale() == to.scale() && from.size() > 0);
    return isNumber(from) || from.family() == Family.TEXT
        ? Conversion.of(value -> decimal(value, to)).keepingText(sameText)
        : null;
  }

  static @Nullable Conversion toFloat(Kind from, Kind to) {
    if (from.family() == Family.FLOAT && from.size() <= to.size() && !losesEnds(from, to)) {
      return Conversion.nothing();
    }
    return isNumber(from) || from.family() == Family.TEXT
        ? Conversion.of(value -> floating(value, to))
        : null;
  }

  private static String floating(String value, Kind to) throws Refused {
    double number = isNamed(value) ? named(value) : number(value).doubleValue();
    boolean single = to.size() == 32;
    boolean isEnd = Double.isNaN(number) || Double.isInfinite(number);
    if (isEnd
        ? to.has(Trait.FINITE) || !isNamed(value)
        : single && Float.isInfinite((float) number)) {
      throw new Refused(RANGE);
    }
    boolean minusZero = number == 0 && value.startsWith("-");
    return ShortestFloat.print(minusZero ? -0.0 : number, single);
  }

  private static String decimal(String value, Kind to) throws Refused {
    if (isNamed(value)) {
      if (to.has(Trait.FINITE) || (to.size() > 0 && !value.equals("NaN"))) {
        throw new Refused(RANGE);
      }
      return value;
    }
    BigDecimal number = number(value);
    if (to.size() == 0) {
      return number.toPlainString();
    }
    BigDecimal rounded = number.setScale(to.scale(), RoundingMode.HALF_UP);
    if (rounded.signum() != 0 && rounded.precision() - rounded.scale() > to.size() - to.scale()) {
      throw new Refused(RANGE);
    }
    return rounded.toPlainString();
  }

  private static BigInteger whole(String value) throws Refused {
    if (isNamed(value)) {
      throw new Refused(RANGE);
    }
    return number(value).setScale(0, RoundingMode.HALF_UP).toBigInteger();
  }

  private static BigDecimal number(String value) throws Refused {
    try {
      BigDecimal number = value.length() > LONGEST ? null : new BigDecimal(value);
      if (number != null && Math.abs((long) number.scale()) <= LONGEST) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new Refused("the value is no number");
    }
    throw new Refused(RANGE);
  }

  private static String integer(BigInteger number, Kind to) throws Refused {
    boolean unsigned = to.has(Trait.UNSIGNED);
    if ((unsigned && number.signum() < 0)
        || number.bitLength() > (unsigned ? to.size() : to.size() - 1)) {
      throw new Refused(RANGE);
    }
    return number.toString();
  }

  private static boolean fits(Kind from, Kind to) {
    int bits = from.family() == Family.FLAG ? 8 : from.size();
    boolean unsigned = from.has(Trait.UNSIGNED);
    return unsigned == to.has(Trait.UNSIGNED) ? bits <= to.size() : unsigned && bits < to.size();
  }

  /** Of the largest value. */
  private static int digits(Kind integer) {
    int bits = integer.has(Trait.UNSIGNED) ? integer.size() : integer.size() - 1;
    return BigInteger.TWO.pow(bits).toString().length();
  }

  private static boolean losesEnds(Kind from, Kind to) {
    return to.has(Trait.FINITE) && !from.has(Trait.FINITE);
  }

  static boolean isNamed(String value) {
    return switch (value) {
      case "NaN", "Infinity", "-Infinity" -> true;
      default -> false;
    };
  }

  private static double named(String value) {
    return switch (value) {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }
}
