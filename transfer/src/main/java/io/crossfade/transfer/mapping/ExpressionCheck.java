package io.crossfade.transfer.mapping;

import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping.Computed;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Type-checks the expressions of a mapping, so that none can be wrong once rows flow. */
public final class ExpressionCheck {
  private final TableMapping mapping;
  private final Computed computed;
  private final Cel cel;

  private ExpressionCheck(TableMapping mapping, Computed computed, Cel cel) {
    this.mapping = mapping;
    this.computed = computed;
    this.cel = cel;
  }

  /** Everything that is wrong with the mapping's expressions; empty when nothing is. */
  public static List<ExpressionProblem> problems(TableMapping mapping) {
    if (mapping.columns().stream().noneMatch(Computed.class::isInstance)) {
      return List.of();
    }
    Cel cel = ExpressionLanguage.over(mapping.from());
    return mapping.columns().stream()
        .filter(Computed.class::isInstance)
        .flatMap(c -> problems(mapping, (Computed) c, cel).stream())
        .toList();
  }

  static List<ExpressionProblem> problems(TableMapping mapping, Computed computed, Cel cel) {
    return new ExpressionCheck(mapping, computed, cel).problems();
  }

  private List<ExpressionProblem> problems() {
    CelValidationResult checked = cel.compile(computed.expression());
    if (checked.hasError()) {
      return checked.getErrors().stream().map(this::translated).toList();
    }
    try {
      return ofResult(checked.getAst());
    } catch (CelValidationException e) {
      throw new IllegalStateException("an expression without errors has no tree", e);
    }
  }

  private List<ExpressionProblem> ofResult(CelAbstractSyntaxTree ast) {
    Column written = mapping.to().column(computed.to());
    CelType result = ast.getResultType();
    Set<CelKind> wanted = wanted(written.kind());
    boolean isDecimal = result.kind() == CelKind.OPAQUE && result.name().equals("decimal");
    if (result.kind() == CelKind.NULL_TYPE
        ? !written.nullable()
        : !wanted.contains(result.kind())) {
      String fitting = words(wanted);
      return List.of(
          problem(
              "it gives "
                  + (isDecimal ? "decimal" : word(result.kind()))
                  + ", but the column is "
                  + written.type(),
              "make it give " + fitting + ", for instance by " + fitting.split(" ")[0] + "(...)"));
    }
    return written.nullable() ? List.of() : ofNulls(ast, mapping.from());
  }

  private List<ExpressionProblem> ofNulls(CelAbstractSyntaxTree ast, Table from) {
    Set<String> asked = Expression.asksForNull(ast);
    return Expression.inputs(ast, from).stream()
        .filter(c -> from.column(c).nullable() && !asked.contains(c))
        .map(c ->
            problem(
                "it gives NULL where " + c + " is NULL, but the column is NOT NULL",
                "say what it shall be then, for instance coalesce(" + c + ", ...)"))
        .toList();
  }

  private static Set<CelKind> wanted(Kind kind) {
    return switch (ExpressionType.of(kind)) {
      case INTEGER -> Set.of(CelKind.INT);
      case DECIMAL, FLOAT -> Set.of(CelKind.INT, CelKind.DOUBLE, CelKind.OPAQUE);
      case BOOLEAN -> Set.of(CelKind.BOOL);
      case TIMESTAMP -> Set.of(CelKind.TIMESTAMP);
      case STRING -> Set.of(CelKind.STRING);
    };
  }

  private static String words(Set<CelKind> kinds) {
    return kinds.stream().map(ExpressionCheck::word).sorted().collect(Collectors.joining(" or "));
  }

  private static String word(CelKind kind) {
    return switch (kind) {
      case OPAQUE -> "decimal";
      case DYN -> "a type that is only known later";
      case NULL_TYPE -> "null";
      default -> kind.name().toLowerCase(Locale.ROOT);
    };
  }

  private ExpressionProblem problem(String what, String mend) {
    return new ExpressionProblem(mapping.to().name(), computed.to(), 1, 1, what, mend);
  }

  private ExpressionProblem translated(CelIssue issue) {
    String message = issue.getMessage();
    String what = ExpressionMessage.what(message, mapping.from());
    String mend = ExpressionMessage.mend(message, mapping.from());
    int line = Math.max(1, issue.getSourceLocation().getLine());
    int character = issue.getSourceLocation().getColumn() + 1;
    return new ExpressionProblem(mapping.to().name(), computed.to(), line, character, what, mend);
  }
}
