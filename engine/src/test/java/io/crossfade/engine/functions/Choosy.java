package io.crossfade.engine.functions;

import io.crossfade.model.RowFunction;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Wants an exact number, gives one of another type where it is 7, and fails where it is negative.
public final class Choosy implements RowFunction {
  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "choosy";
  }

  @Override
  public @Nullable Object apply(List<@Nullable Object> arguments) {
    BigDecimal number = (BigDecimal) arguments.getFirst();
    if (number == null || number.intValue() == 7) {
      return number == null ? null : "seven";
    }
    if (number.signum() < 0) {
      throw new IllegalArgumentException("secret " + number);
    }
    return number.intValue() * 2;
  }
}
