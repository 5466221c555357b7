package io.crossfade.transfer.mapping;

import io.crossfade.model.ColumnMapping.Called;
import io.crossfade.model.RowFunction;
import io.crossfade.model.Table;
import io.crossfade.model.values.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A call of a function that somebody else has written, ready to run. */
final class Call implements MadeValue {
  private final Called called;
  private final List<Kind> inputs;
  private final Kind result;

  Call(Called called, Table from, Kind result) {
    this.called = called;
    this.inputs = called.from().stream().map(column -> from.column(column).kind()).toList();
    this.result = result;
  }

  @Override
  public List<String> inputs() {
    return called.from();
  }

  @Override
  public @Nullable String evaluate(Function<String, @Nullable String> row) throws Failure {
    List<@Nullable Object> arguments = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      arguments.add(argument(row.apply(called.from().get(i)), i));
    }
    Object value = value(arguments);
    try {
      return value == null ? null : CanonicalText.print(known(value), result);
    } catch (RuntimeException e) {
      throw new Failure(
          "%s gave a %s, which does not fit the column's type"
              .formatted(named(), value.getClass().getSimpleName()));
    }
  }

  private @Nullable Object argument(@Nullable String text, int place) throws Failure {
    if (text == null) {
      return null;
    }
    try {
      Object value = CanonicalText.parse(text, inputs.get(place));
      return value instanceof Decimal decimal ? decimal.value() : value;
    } catch (RuntimeException e) {
      throw new Failure(
          "functions cannot be given the value of column " + called.from().get(place));
    }
  }

  /** Its message is not passed on: it may repeat values. */
  private @Nullable Object value(List<@Nullable Object> arguments) throws Failure {
    try {
      return called.function().apply(arguments);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      StackTraceElement[] where = e.getStackTrace();
      throw new Failure(
          "%s failed with %s%s"
              .formatted(
                  named(), e.getClass().getName(), where.length == 0 ? "" : " at " + where[0]));
    }
  }

  private String named() {
    RowFunction function = called.function();
    return "function " + function.name() + " (" + function.getClass().getName() + ")";
  }

  /** As expressions have it. */
  private static Object known(Object value) {
    if (value instanceof BigDecimal exact) {
      return new Decimal(exact);
    }
    if (value instanceof BigInteger exact) {
      return new Decimal(new BigDecimal(exact));
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    return value instanceof Float single ? (Object) single.doubleValue() : value;
  }
}
