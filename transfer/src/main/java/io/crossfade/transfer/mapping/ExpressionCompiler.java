package io.crossfade.transfer.mapping;

import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import io.crossfade.model.ColumnMapping.Called;
import io.crossfade.model.ColumnMapping.Computed;
import io.crossfade.model.ColumnMapping.LookedUp;
import io.crossfade.model.ColumnMapping.Made;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableMapping;
import io.crossfade.model.values.Kind;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what fills the columns of one mapping ready to run. */
final class ExpressionCompiler {
  private final TableMapping mapping;
  private @Nullable Cel cel;

  ExpressionCompiler(TableMapping mapping) {
    this.mapping = mapping;
  }

  MadeValue compile(Made made) {
    if (made instanceof LookedUp lookedUp) {
      return new Lookup(lookedUp, mapping.from().column(lookedUp.from()).kind());
    }
    if (made instanceof Called called) {
      return new Call(called, mapping.from(), mapping.to().column(called.to()).kind());
    }
    return compile((Computed) made);
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

  /** The columns that are read for it. */
  List<String> inputs(Made made) {
    if (made instanceof LookedUp lookedUp) {
      return List.of(lookedUp.from());
    }
    return made instanceof Called called
        ? called.from()
        : Expression.inputs(check((Computed) made), mapping.from());
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
