package io.crossfade.transfer.mapping;

import io.crossfade.model.values.ShortestFloat;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * An exact number inside expressions. Wrapped, because {@code BigDecimal} tells 1.0 from 1.00 and
 * an expression's {@code ==} must not.
 */
record Decimal(BigDecimal value) implements Comparable<Decimal> {

  static Decimal of(Object number) {
    if (number instanceof Decimal decimal) {
      return decimal;
    }
    if (number instanceof Long integer) {
      return new Decimal(BigDecimal.valueOf(integer));
    }
    if (number instanceof Double floating) {
      if (!Double.isFinite(floating)) {
        throw new ArithmeticException("not a finite number");
      }
      return new Decimal(ShortestFloat.digits(floating));
    }
    return new Decimal(new BigDecimal(number.toString().strip()));
  }

  Decimal plus(Decimal other) {
    return new Decimal(value.add(other.value));
  }

  Decimal minus(Decimal other) {
    return new Decimal(value.subtract(other.value));
  }

  Decimal times(Decimal other) {
    return new Decimal(value.multiply(other.value));
  }

  /** 34 digits, where the quotient has no end. */
  Decimal over(Decimal other) {
    return new Decimal(value.divide(other.value, MathContext.DECIMAL128));
  }

  Decimal negated() {
    return new Decimal(value.negate());
  }

  @Override
  public int compareTo(Decimal other) {
    return value.compareTo(other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Decimal decimal && value.compareTo(decimal.value) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }

  @Override
  public String toString() {
    return value.toPlainString();
  }
}
