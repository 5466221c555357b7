package io.crossfade.transfer.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "result == 0 | 0 | true",
        "result != 0 | 0 | false",
        "0 == result | 0.5 | false",
        "result == 0.5 | 0.5 | true",
        "result <= 5 | 5.1 | false",
        "result <= baseline * 1.1 | 11 | true",
        "result <= baseline * 1.1 | 11.01 | false",
        "result <= baseline + 0.001 | 10.001 | true",
        "result - baseline > 1 && result > 3 | 11.5 | true",
        "math.abs(double(result) - double(baseline)) < 1.0 | 10.5 | true"
      })
  void comparesNumbersOfAllKinds(String text, double result, boolean holds) {
    assertThat(Condition.problems(text)).isEmpty();
    assertThat(Condition.of(text).holds(result, 10.0)).contains(holds);
  }

  @Test
  void saysNothingWithoutItsBaselineOrWithoutANumber() {
    assertThat(Condition.of("result <= baseline").holds(1, null)).isEmpty();
    assertThat(Condition.of("result <= baseline").usesBaseline()).isTrue();
    assertThat(Condition.of("result <= 1").holds(1, null)).contains(true);
    assertThat(Condition.of("result <= 1").usesBaseline()).isFalse();
    assertThat(Condition.of("1 / result < 1").holds(0, null)).isEmpty();
    assertThat(Condition.of("result < 1").holds(Double.NaN, null)).isEmpty();
    assertThat(Condition.of("result < 1").holds(Double.POSITIVE_INFINITY, null)).isEmpty();
  }

  @Test
  void saysWhereItIsWrongAndWhatToDo() {
    assertThat(Condition.problems("result <= rsult"))
        .containsExactly(
            new Condition.Problem(
                1,
                11,
                "a condition knows no rsult, and there is no such function",
                "it knows result, baseline"));
    assertThat(Condition.problems("result + 1"))
        .containsExactly(
            new Condition.Problem(
                1,
                1,
                "it gives decimal, but a condition is true or false",
                "compare it, e.g. result <= 5"));
    assertThat(Condition.problems("result <= 'five'"))
        .singleElement()
        .satisfies(
            p -> assertThat(p.what()).isEqualTo("operator <= does not take (decimal, string)"));
    assertThat(Condition.problems("result <")).isNotEmpty();
  }
}
