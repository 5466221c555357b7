package io.crossfade.transfer.mapping;

import com.google.common.collect.ImmutableList;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import io.crossfade.model.Column;
import io.crossfade.model.Table;
import io.crossfade.model.values.Kind;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * CEL as manifests use it: one typed variable for each column, exact decimals, strings and math,
 * and {@code coalesce}. Nothing in it knows the time, the place or chance, so a row always maps to
 * the same row.
 */
final class ExpressionLanguage {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> RESERVED =
      Set.of(
          "as",
          "break",
          "const",
          "continue",
          "else",
          "false",
          "for",
          "function",
          "if",
          "import",
          "in",
          "let",
          "loop",
          "namespace",
          "null",
          "package",
          "return",
          "true",
          "var",
          "void",
          "while");

  private ExpressionLanguage() {}

  static Cel over(Table table) {
    CelOptions options =
        CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(10_000)
            .build();
    CelBuilder builder =
        CelFactory.plannerCelBuilder()
            .setOptions(options)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addMacros(CelMacro.newGlobalVarArgMacro("coalesce", ExpressionLanguage::coalesce))
            .addCompilerLibraries(CelExtensions.strings(), CelExtensions.math(options))
            .addRuntimeLibraries(CelExtensions.strings(), CelExtensions.math(options));
    DecimalArithmetic.addTo(builder);
    table.columns().stream()
        .filter(ExpressionLanguage::canUse)
        .forEach(c -> builder.addVar(c.name(), variable(c.kind())));
    return builder.build();
  }

  /** A generated column is in no log, and some names cannot be written in CEL. */
  static boolean canUse(Column column) {
    return !column.generated()
        && IDENTIFIER.matcher(column.name()).matches()
        && !RESERVED.contains(column.name());
  }

  /** Nullable throughout, so that {@code x == null} can be asked of every column. */
  private static CelType variable(Kind kind) {
    return switch (ExpressionType.of(kind)) {
      case INTEGER -> NullableType.create(SimpleType.INT);
      case FLOAT -> NullableType.create(SimpleType.DOUBLE);
      case DECIMAL -> DecimalArithmetic.TYPE;
      case BOOLEAN -> NullableType.create(SimpleType.BOOL);
      case TIMESTAMP -> SimpleType.TIMESTAMP;
      case STRING -> NullableType.create(SimpleType.STRING);
    };
  }

  /** {@code coalesce(a, b, c)} is {@code a != null ? a : (b != null ? b : c)}. */
  private static Optional<CelExpr> coalesce(
      CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> arguments) {
    if (arguments.isEmpty()) {
      return Optional.of(make.reportError("coalesce needs at least one argument"));
    }
    CelExpr result = arguments.get(arguments.size() - 1);
    for (int i = arguments.size() - 2; i >= 0; i--) {
      CelExpr argument = arguments.get(i);
      CelExpr isThere =
          make.newGlobalCall(
              "_!=_",
              make.copy(argument),
              make.newConstant(CelConstant.ofValue(NullValue.NULL_VALUE)));
      result = make.newGlobalCall("_?_:_", isThere, argument, result);
    }
    return Optional.of(result);
  }
}
