package io.crossfade.client.shadow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/** How two numbers differ. */
final class Numbers {
  private static final BigDecimal NEARLY = new BigDecimal("1e-6");

  /** Of a double's digits the last ones. */
  private static final BigDecimal LAST_DIGITS = new BigDecimal("1e-14");

  private Numbers() {}

  /** The exact value; empty if it has none, as NaN. */
  static Optional<BigDecimal> exact(Object number) {
    try {
      if (number instanceof BigDecimal decimal) {
        return Optional.of(decimal);
      }
      if (number instanceof BigInteger integer) {
        return Optional.of(new BigDecimal(integer));
      }
      return Optional.of(new BigDecimal(number.toString().strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<BigDecimal> apart(Object a, Object b) {
    return exact(a).flatMap(x -> exact(b).map(y -> x.subtract(y).abs()));
  }

  /** Of two numbers that are not equal. */
  static Kind kind(BigDecimal primary, BigDecimal candidate) {
    if (primary.compareTo(candidate.negate()) == 0) {
      return Kind.SIGN;
    }
    if (nearlyEqual(primary, candidate, LAST_DIGITS)) {
      return Kind.ROUNDED;
    }
    if (cut(primary, candidate, RoundingMode.DOWN) || cut(candidate, primary, RoundingMode.DOWN)) {
      return Kind.TRUNCATED;
    }
    if (cut(primary, candidate, RoundingMode.HALF_UP)
        || cut(candidate, primary, RoundingMode.HALF_UP)
        || cut(primary, candidate, RoundingMode.HALF_EVEN)
        || nearlyEqual(primary, candidate, NEARLY)) {
      return Kind.ROUNDED;
    }
    if (isPowerOfTen(primary, candidate)) {
      return Kind.FACTOR;
    }
    return overflows(primary, candidate) ? Kind.OVERFLOW : Kind.OTHER;
  }

  /** Whether one is the other with fewer digits behind the point. */
  private static boolean cut(BigDecimal fine, BigDecimal coarse, RoundingMode how) {
    int scale = Math.max(0, coarse.stripTrailingZeros().scale());
    return scale < fine.stripTrailingZeros().scale()
        && fine.setScale(scale, how).compareTo(coarse) == 0;
  }

  private static boolean nearlyEqual(BigDecimal a, BigDecimal b, BigDecimal share) {
    return a.subtract(b).abs().compareTo(a.abs().max(b.abs()).multiply(share)) <= 0;
  }

  private static boolean isPowerOfTen(BigDecimal a, BigDecimal b) {
    return a.signum() != 0
        && b.signum() != 0
        && a.stripTrailingZeros().unscaledValue().equals(b.stripTrailingZeros().unscaledValue());
  }

  /** Whether one has lost its upper bits. */
  private static boolean overflows(BigDecimal a, BigDecimal b) {
    BigDecimal apart = a.subtract(b, MathContext.UNLIMITED);
    if (apart.stripTrailingZeros().scale() > 0) {
      return false;
    }
    BigInteger difference = apart.toBigInteger();
    return difference.mod(BigInteger.ONE.shiftLeft(16)).signum() == 0;
  }
}
