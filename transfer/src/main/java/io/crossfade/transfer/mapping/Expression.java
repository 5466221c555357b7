package io.crossfade.transfer.mapping;

import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import io.crossfade.model.Table;
import io.crossfade.model.values.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression over the columns of a table.
 *
 * <p>Where a column is NULL the result is NULL, unless the expression asks of that very column
 * whether it is: {@code x == null}, {@code x != null} or {@code coalesce(x, ...)}.
 */
final class Expression implements MadeValue {
  private record Input(String column, Kind kind, boolean asksForNull) {}

  private static final String BY_ZERO = "division by zero";
  private static final String TOO_LARGE = "a number is too large";
  private static final String CONVERSION = "a value cannot be converted or is out of range";

  private final Program program;
  private final List<Input> inputs;
  private final List<String> columns;
  private final Kind result;

  private Expression(Program program, List<Input> inputs, Kind result) {
    this.program = program;
    this.inputs = inputs;
    this.columns = inputs.stream().map(Input::column).toList();
    this.result = result;
  }

  static Expression of(Cel cel, CelAbstractSyntaxTree checked, Table table, Kind result) {
    Set<String> asked = asksForNull(checked);
    List<Input> inputs =
        inputs(checked, table).stream()
            .map(c -> new Input(c, table.column(c).kind(), asked.contains(c)))
            .toList();
    try {
      return new Expression(cel.createProgram(checked), inputs, result);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("an expression that was checked cannot be planned", e);
    }
  }

  /** The columns that the expression reads, in the table's order. */
  static List<String> inputs(CelAbstractSyntaxTree checked, Table table) {
    Set<String> named =
        nodes(checked)
            .filter(e -> e.getKind() == CelExpr.ExprKind.Kind.IDENT)
            .map(e -> e.ident().name())
            .collect(Collectors.toSet());
    return table.columnNames().stream().filter(named::contains).toList();
  }

  /** The columns of which the expression itself asks whether they are NULL. */
  static Set<String> asksForNull(CelAbstractSyntaxTree checked) {
    return nodes(checked)
        .filter(e -> e.getKind() == CelExpr.ExprKind.Kind.CALL)
        .filter(e -> e.call().function().equals("_==_") || e.call().function().equals("_!=_"))
        .filter(e -> e.call().args().stream().anyMatch(Expression::isNull))
        .flatMap(e -> e.call().args().stream())
        .filter(e -> e.getKind() == CelExpr.ExprKind.Kind.IDENT)
        .map(e -> e.ident().name())
        .collect(Collectors.toSet());
  }

  private static boolean isNull(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && expression.constant().getKind() == CelConstant.Kind.NULL_VALUE;
  }

  private static Stream<CelExpr> nodes(CelAbstractSyntaxTree ast) {
    return CelNavigableAst.fromAst(ast).getRoot().allNodes().map(CelNavigableExpr::expr);
  }

  @Override
  public List<String> inputs() {
    return columns;
  }

  @Override
  public @Nullable String evaluate(Function<String, @Nullable String> row) throws Failure {
    Map<String, Object> values = new HashMap<>();
    for (Input input : inputs) {
      String text = row.apply(input.column());
      if (text == null && !input.asksForNull()) {
        return null;
      }
      values.put(input.column(), text == null ? NullValue.NULL_VALUE : read(input, text));
    }
    try {
      Object value = program.eval(name -> Optional.ofNullable(values.get(name)));
      return value == NullValue.NULL_VALUE ? null : CanonicalText.print(value, result);
    } catch (CelEvaluationException e) {
      throw new Failure(why(e));
    } catch (RuntimeException e) {
      throw new Failure("the result does not fit the column's type");
    }
  }

  private static Object read(Input input, String text) throws Failure {
    try {
      return CanonicalText.parse(text, input.kind());
    } catch (RuntimeException e) {
      throw new Failure("expressions cannot hold the value of column " + input.column());
    }
  }

  /**
   * Decimals fail in Java's words, all else in CEL's. Messages are not passed on: they repeat
   * values.
   */
  private static String why(CelEvaluationException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof NumberFormatException) {
        return CONVERSION;
      }
      if (cause instanceof ArithmeticException) {
        boolean byZero =
            String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("zero");
        return byZero || "Division undefined".equals(cause.getMessage()) ? BY_ZERO : TOO_LARGE;
      }
    }
    return switch (e.getErrorCode()) {
      case DIVIDE_BY_ZERO -> BY_ZERO;
      case NUMERIC_OVERFLOW -> TOO_LARGE;
      case BAD_FORMAT, INVALID_ARGUMENT -> CONVERSION;
      case INDEX_OUT_OF_BOUNDS -> "an index lies outside of the list or string";
      case OVERLOAD_NOT_FOUND -> "an operator or function was given a NULL";
      default -> "the evaluation failed (" + e.getErrorCode() + ")";
    };
  }
}
