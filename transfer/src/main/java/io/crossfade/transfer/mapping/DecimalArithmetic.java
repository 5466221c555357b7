package io.crossfade.transfer.mapping;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Exact numbers for expressions: CEL knows only 64-bit integers and floats, and money is neither.
 * Mixing with both is allowed; the result is exact.
 */
final class DecimalArithmetic {
  static final OpaqueType TYPE = OpaqueType.create("decimal");

  private static final Map<String, CelFunctionOverload> CALCULATIONS =
      Map.of(
          "_+_", v -> left(v).plus(right(v)),
          "_-_", v -> left(v).minus(right(v)),
          "_*_", v -> left(v).times(right(v)),
          "_/_", v -> left(v).over(right(v)));

  private static final Map<String, CelFunctionOverload> COMPARISONS =
      Map.of(
          "_<_", v -> left(v).compareTo(right(v)) < 0,
          "_<=_", v -> left(v).compareTo(right(v)) <= 0,
          "_>_", v -> left(v).compareTo(right(v)) > 0,
          "_>=_", v -> left(v).compareTo(right(v)) >= 0);

  /** Among themselves decimals are compared by CEL's own. */
  private static final Map<String, CelFunctionOverload> MIXED_EQUALITIES =
      Map.of(
          "_==_", v -> left(v).compareTo(right(v)) == 0,
          "_!=_", v -> left(v).compareTo(right(v)) != 0);

  private record Operand(String word, CelType type, Class<?> javaClass) {}

  private static final Operand DECIMAL = new Operand("decimal", TYPE, Decimal.class);
  private static final Operand INT = new Operand("int", SimpleType.INT, Long.class);
  private static final Operand DOUBLE = new Operand("double", SimpleType.DOUBLE, Double.class);
  private static final Operand STRING = new Operand("string", SimpleType.STRING, String.class);

  private final List<CelFunctionDecl> declarations = new ArrayList<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  private DecimalArithmetic() {}

  static void addTo(CelBuilder builder) {
    DecimalArithmetic arithmetic = new DecimalArithmetic();
    CALCULATIONS.forEach((name, body) -> arithmetic.operator(name, TYPE, body, true));
    COMPARISONS.forEach((name, body) -> arithmetic.operator(name, SimpleType.BOOL, body, true));
    MIXED_EQUALITIES.forEach(
        (name, body) -> arithmetic.operator(name, SimpleType.BOOL, body, false));
    arithmetic.conversions();
    builder.addFunctionDeclarations(arithmetic.declarations);
    builder.addFunctionBindings(arithmetic.bindings);
  }

  private void operator(
      String name, CelType result, CelFunctionOverload body, boolean ofTwoDecimals) {
    List<CelOverloadDecl> overloads = new ArrayList<>();
    for (Operand left : List.of(DECIMAL, INT, DOUBLE)) {
      for (Operand right : List.of(DECIMAL, INT, DOUBLE)) {
        if (left.equals(right)
            ? ofTwoDecimals && left.equals(DECIMAL)
            : left.equals(DECIMAL) || right.equals(DECIMAL)) {
          String id = "crossfade" + name + left.word() + "_" + right.word();
          overloads.add(CelOverloadDecl.newGlobalOverload(id, result, left.type(), right.type()));
          bindings.add(
              CelFunctionBinding.from(id, List.of(left.javaClass(), right.javaClass()), body));
        }
      }
    }
    declarations.add(CelFunctionDecl.newFunctionDeclaration(name, overloads));
  }

  private void conversions() {
    function("-_", TYPE, DECIMAL, v -> left(v).negated());
    function("decimal", TYPE, INT, DecimalArithmetic::left);
    function("decimal", TYPE, DOUBLE, DecimalArithmetic::left);
    function("decimal", TYPE, STRING, DecimalArithmetic::left);
    function("decimal", TYPE, DECIMAL, DecimalArithmetic::left);
    function("string", SimpleType.STRING, DECIMAL, v -> left(v).toString());
    function("double", SimpleType.DOUBLE, DECIMAL, v -> left(v).value().doubleValue());
    function("int", SimpleType.INT, DECIMAL, v -> left(v).value().toBigInteger().longValueExact());
  }

  private void function(String name, CelType result, Operand operand, CelFunctionOverload body) {
    String id = "crossfade_" + name + "_" + operand.word();
    declarations.add(
        CelFunctionDecl.newFunctionDeclaration(
            name, CelOverloadDecl.newGlobalOverload(id, result, operand.type())));
    bindings.add(CelFunctionBinding.from(id, List.of(operand.javaClass()), body));
  }

  private static Decimal left(Object[] arguments) {
    return Decimal.of(arguments[0]);
  }

  private static Decimal right(Object[] arguments) {
    return Decimal.of(arguments[1]);
  }
}
