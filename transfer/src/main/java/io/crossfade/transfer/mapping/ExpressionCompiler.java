package io.crossfade.transfer.mapping;

import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import io.crossfade.model.ColumnMapping.Computed;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.Kind;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles the expressions of one mapping. */
final class ExpressionCompiler {
  private final TableMapping mapping;
  private @Nullable Cel cel;

  ExpressionCompiler(TableMapping mapping) {
    this.mapping = mapping;
  }

  Expression compile(Computed computed) {
    List<ExpressionProblem> problems = ExpressionCheck.problems(mapping, computed, cel());
    if (!problems.isEmpty()) {
      throw new CrossfadeException(
          ErrorCode.MAPPING_INVALID,
          problems.stream().map(ExpressionProblem::toString).collect(Collectors.joining("\n")));
    }
    Kind result = mapping.to().column(computed.to()).kind();
    return Expression.of(cel(), check(computed), mapping.from(), result);
  }

  /** The columns that an expression reads. */
  List<String> inputs(Computed computed) {
    return Expression.inputs(check(computed), mapping.from());
  }

  private CelAbstractSyntaxTree check(Computed computed) {
    try {
      return cel().compile(computed.expression()).getAst();
    } catch (CelValidationException e) {
      throw new CrossfadeException(
          ErrorCode.MAPPING_INVALID,
          "the expression of column "
              + computed.to()
              + " of "
              + mapping.to().name()
              + " is wrong; run crossfade plan",
          e);
    }
  }

  private Cel cel() {
    if (cel == null) {
      cel = ExpressionLanguage.over(mapping.from());
    }
    return cel;
  }
}
