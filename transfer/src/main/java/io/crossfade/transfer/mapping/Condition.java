package io.crossfade.transfer.mapping;

import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A condition over one measured number, in the language of the manifest's expressions: {@code
 * result} is what was measured now, {@code baseline} what was usual before anything moved.
 */
public final class Condition {
  /** What is measured now. */
  public static final String RESULT = "result";

  public static final String BASELINE = "baseline";

  private static final String HOLDS = "holds";

  /** As canonical text has it. */
  private static final String TRUE = "t";

  private static final TableMapping NUMBERS =
      new TableMapping(
          table("the condition", column(RESULT, "numeric"), column(BASELINE, "numeric")),
          table("a gate", column(HOLDS, "boolean")),
          List.of());

  private final String text;
  private @Nullable Expression expression;

  private Condition(String text) {
    this.text = text;
  }

  /**
   * What is wrong with a condition.
   *
   * @param line of the condition, from 1
   * @param character the place in that line, from 1
   */
  public record Problem(int line, int character, String what, String mend) {}

  /** Everything that is wrong with it; empty when nothing is. */
  public static List<Problem> problems(String text) {
    return ExpressionCheck.problems(
            NUMBERS, computed(text), ExpressionLanguage.over(NUMBERS.from()))
        .stream()
        .map(p -> new Problem(p.line(), p.character(), said(p.what()), said(p.mend())))
        .toList();
  }

  /**
   * One in which nothing is wrong. It is compiled when it is asked first: most are never asked, and
   * the language takes a while to be loaded.
   */
  public static Condition of(String text) {
    return new Condition(text);
  }

  /** Whether it compares with what was usual before. */
  public boolean usesBaseline() {
    return text.contains(BASELINE);
  }

  /**
   * Whether it holds; empty where it cannot be said, because there is no baseline or no number
   * comes out of it.
   */
  public Optional<Boolean> holds(double result, @Nullable Double baseline) {
    Function<String, @Nullable String> numbers =
        name -> name.equals(RESULT) ? shown(result) : shown(baseline);
    try {
      return Optional.ofNullable(expression().evaluate(numbers)).map(TRUE::equals);
    } catch (MadeValue.Failure e) {
      return Optional.empty();
    }
  }

  private synchronized Expression expression() {
    if (expression == null) {
      expression = new ExpressionCompiler(NUMBERS).compile(computed(text));
    }
    return expression;
  }

  @Override
  public String toString() {
    return text;
  }

  /** Two are the same that are written alike. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && condition.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  private static @Nullable String shown(@Nullable Double number) {
    return number == null ? null : Double.toString(number);
  }

  private static ColumnMapping.Computed computed(String text) {
    return new ColumnMapping.Computed(HOLDS, text);
  }

  /** A condition knows no tables. */
  private static String said(String text) {
    return text.replace(NUMBERS.from().name() + " has no column ", "a condition knows no ")
        .replace("its columns are " + RESULT, "it knows " + RESULT)
        .replace("but the column is boolean", "but a condition is true or false")
        .replace("make it give bool, for instance by bool(...)", "compare it, e.g. result <= 5");
  }

  private static Table table(String name, Column... columns) {
    return new Table(
        new TableName("gate", name), List.of(columns), List.of(), List.of(), List.of(), 0);
  }

  private static Column column(String name, String type) {
    return new Column(name, type, true, null, false, false);
  }
}
