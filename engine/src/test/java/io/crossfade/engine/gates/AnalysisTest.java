package io.crossfade.engine.gates;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.manifest.GateRule.Limits;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.metrics.Sample;
import io.crossfade.transfer.mapping.Condition;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysisTest {
  private static final String WELL = "result <= 5";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // well | wrong | what was measured (- is nothing) | count, failureLimit, inconclusiveLimit,
        // errors | state
        "result <= 5 |            | 1           | 1 0 0 4 | PASSING",
        "result <= 5 |            | 6           | 1 0 0 4 | FAILING",
        "            | result > 5 | 1           | 1 0 0 4 | PASSING",
        "            | result > 5 | 6           | 1 0 0 4 | FAILING",
        "result <= 5 | result > 9 | 7           | 1 0 0 4 | INCONCLUSIVE",
        "result <= 5 | result > 9 | 10          | 1 0 0 4 | FAILING",
        "result <= 5 | result > 3 | 4           | 1 0 0 4 | FAILING",
        "result <= 5 | result > 9 | 1 7 1       | 3 0 1 4 | PASSING",
        "result <= 5 |            | 1 1         | 3 0 0 4 | WAITING",
        "result <= 5 |            | 1 1 1       | 3 0 0 4 | PASSING",
        "result <= 5 |            | 6 1 1       | 3 0 0 4 | FAILING",
        "result <= 5 |            | 6 1 1 1     | 3 0 0 4 | PASSING",
        // flapping: as many as may
        "result <= 5 |            | 6 1 6 1     | 4 2 0 4 | PASSING",
        "result <= 5 |            | 6 1 6 1 6   | 4 2 0 4 | PASSING",
        "result <= 5 |            | 6 1 6 6     | 4 2 0 4 | FAILING",
        // nothing is no success, and too often in a row is inconclusive
        "result <= 5 |            | -           | 1 0 0 4 | WAITING",
        "result <= 5 |            | 1 - 1       | 3 0 0 4 | WAITING",
        "result <= 5 |            | - - - -     | 1 0 0 4 | WAITING",
        "result <= 5 |            | - - - - -   | 1 0 0 4 | INCONCLUSIVE",
        "result <= 5 |            | - - - - 1 - | 1 0 0 4 | WAITING",
        "result <= 5 |            | -           | 1 0 0 0 | INCONCLUSIVE",
        // a baseline that nobody has measured
        "result <= baseline |     | 1           | 1 0 0 4 | INCONCLUSIVE",
      })
  void judgesTheLastMeasurements(
      @Nullable String well,
      @Nullable String wrong,
      String measured,
      String limits,
      GateState state) {
    String[] n = limits.split(" ");
    Analysis analysis =
        new Analysis(
            rule(
                well,
                wrong,
                new Limits(
                    Duration.ofSeconds(1),
                    Integer.parseInt(n[0]),
                    Integer.parseInt(n[1]),
                    Integer.parseInt(n[2]),
                    Integer.parseInt(n[3]))));
    for (String one : measured.split(" ")) {
      analysis.add(
          one.equals("-") ? Sample.none("away") : Sample.of(Double.parseDouble(one)), null);
    }
    assertThat(analysis.state()).isEqualTo(state);
  }

  @Test
  void whatIsNoNumberIsNone() {
    Analysis analysis = new Analysis(rule(WELL, null, Limits.DEFAULT));
    analysis.add(Sample.of(Double.NaN), null);
    analysis.add(Sample.of(Double.NEGATIVE_INFINITY), null);
    assertThat(analysis.state()).isEqualTo(GateState.WAITING);
  }

  @Test
  void beginsAnew() {
    Analysis analysis = new Analysis(rule(WELL, null, Limits.DEFAULT));
    analysis.add(Sample.of(9), null);
    analysis.reset();
    assertThat(analysis.state()).isEqualTo(GateState.WAITING);
    analysis.add(Sample.of(5), null);
    assertThat(analysis.state()).isEqualTo(GateState.PASSING);
  }

  @Test
  void comparesWithTheBaseline() {
    Analysis analysis = new Analysis(rule("result <= baseline * 1.1", null, Limits.DEFAULT));
    analysis.add(Sample.of(11), 10.0);
    assertThat(analysis.state()).isEqualTo(GateState.PASSING);
    analysis.add(Sample.of(11.1), 10.0);
    assertThat(analysis.state()).isEqualTo(GateState.FAILING);
  }

  private static GateRule rule(@Nullable String well, @Nullable String wrong, Limits limits) {
    return new GateRule(
        "g",
        Metric.Own.LAG_MS,
        limits,
        well == null ? null : Condition.of(well),
        wrong == null ? null : Condition.of(wrong),
        Set.of(GateRule.Moment.BAKE),
        GateRule.Reaction.ROLLBACK);
  }
}
