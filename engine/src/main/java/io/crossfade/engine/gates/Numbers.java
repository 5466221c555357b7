package io.crossfade.engine.gates;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers for people.
final class Numbers {
  private static final MathContext SHORT = new MathContext(4, RoundingMode.HALF_UP);

  private Numbers() {}

  static String shown(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal rounded =
        exact.abs().doubleValue() >= 1000
            ? exact.setScale(0, RoundingMode.HALF_UP)
            : exact.round(SHORT);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
