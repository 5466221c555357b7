package io.crossfade.transfer.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping.Computed;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionCheckTest {
  private static final Table FROM =
      new Table(
          new TableName("public", "t"),
          List.of(
              new Column("id", "bigint", false, null, false, false),
              new Column("name", "text", true, null, false, false),
              new Column("ratio", "double precision", true, null, false, false),
              new Column("in", "text", true, null, false, false),
              new Column("lower", "text", true, "lower(name)", false, true)),
          List.of("id"),
          List.of(),
          List.of(),
          0);

  private static List<String> problems(String type, String expression) {
    return ExpressionCheck.problems(
            new TableMapping(
                FROM,
                Tables.table("public.w", "id bigint!", "v " + type),
                List.of(new Copied("id", "id"), new Computed("v", expression))))
        .stream()
        .map(ExpressionProblem::toString)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text    | id + ratio        | 4 | operator + does not take (int, double); convert with int(...), double(...), decimal(...) or string(...)",
        "text    | 'x' + nam         | 7 | public.t has no column nam, and there is no such function; its columns are id, name, ratio",
        "text    | now()             | 4 | public.t has no column now, and there is no such function; its columns are id, name, ratio",
        "text    | name + lower      | 8 | column lower is generated, so no log carries it; its columns are id, name, ratio",
        "integer | name              | 1 | it gives string, but the column is integer; make it give int, for instance by int(...)",
        "numeric | name              | 1 | it gives string, but the column is numeric; make it give decimal or double or int, for instance by decimal(...)",
        "text    | id                | 1 | it gives int, but the column is text; make it give string, for instance by string(...)",
        "jsonb   | id                | 1 | it gives int, but the column is jsonb; make it give string, for instance by string(...)",
        "text    | decimal(id)       | 1 | it gives decimal, but the column is text; make it give string, for instance by string(...)",
        "text    | dyn(name)         | 1 | it gives a type that is only known later, but the column is text; make it give string, for instance by string(...)",
        "text!   | 'x' + name        | 1 | it gives NULL where name is NULL, but the column is NOT NULL; say what it shall be then, for instance coalesce(name, ...)",
        "text!   | null              | 1 | it gives null, but the column is text; make it give string, for instance by string(...)",
      })
  void saysWhatIsWrongAndWhere(String type, String expression, int character, String message) {
    assertThat(problems(type, expression))
        .containsExactly(
            "the expression of column v of public.w is wrong at character "
                + character
                + ": "
                + message);
  }

  @Test
  void pointsIntoTheRightLine() {
    assertThat(problems("text", "name +\n  nam"))
        .singleElement()
        .asString()
        .startsWith("the expression of column v of public.w is wrong at line 2, character 3:");
  }

  @Test
  void reportsSyntaxAsItIsTold() {
    assertThat(problems("text", "name +"))
        .singleElement()
        .asString()
        .contains("character 7: mismatched input '<EOF>'")
        .endsWith("see docs/manifest.md for what an expression may say");
  }

  @Test
  void findsNothingInWhatFits() {
    assertThat(problems("text", "name + string(id)")).isEmpty();
    assertThat(problems("numeric(4,2)!", "decimal('1.5') * id")).isEmpty();
    assertThat(problems("text!", "coalesce(name, '')")).isEmpty();
    assertThat(problems("text", "null")).isEmpty();
  }
}
