package io.crossfade.engine.gates;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.manifest.GateRule.Limits;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.metrics.Sample;
import io.crossfade.transfer.mapping.Condition;
import java.time.Duration;
import java.util.Random;
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

  @ParameterizedTest
  @CsvSource({
    // failed, of, baseline, state
    "1, 50, 0, PASSING",
    "9, 50, 0, PASSING",
    "10, 50, 0, FAILING",
    "40, 50, 0, FAILING",
    "22, 1000, 0.01, PASSING",
    "40, 1000, 0.01, FAILING",
    "1100, 100000, 0.01, PASSING",
    "1300, 100000, 0.01, FAILING",
  })
  void whatMayBeBadLuckDoesNotFail(long failed, long of, double baseline, GateState state) {
    Analysis analysis = new Analysis(rule("result <= baseline + 0.001", null, Limits.DEFAULT));
    analysis.add(Sample.of(new Sample.Share(failed, of)), baseline);
    assertThat(analysis.state()).isEqualTo(state);
  }

  /// The standard gate for errors: half minutes of 60 transactions, and before none failed.
  @ParameterizedTest
  @CsvSource({
    // failed in each, state, for sure
    "0 0 0, PASSING, true",
    "9 0 0, PASSING, true",
    "9 3 0, PASSING, false",
    "5 5 5, PASSING, false",
    "6 6 6, FAILING, false",
    "9 9 9, FAILING, false",
    "9 9 -, FAILING, false",
    "9 - -, WAITING, false",
    // one may fail by itself, and then the others tell
    "40 0 0, PASSING, true",
    "40 1 0, PASSING, false",
    "40 9 9, FAILING, false",
    // and it is forgotten
    "9 9 9 0 0, PASSING, true",
  })
  void whatMayBeBadLuckEachTimeMayBeNoneTogether(
      String failed, GateState state, boolean isForSure) {
    Analysis analysis = new Analysis(errors());
    for (String one : failed.split(" ")) {
      analysis.add(
          one.equals("-")
              ? Sample.none("away")
              : Sample.of(new Sample.Share(Long.parseLong(one), 60)),
          0.0);
    }
    assertThat(analysis.state()).isEqualTo(state);
    assertThat(analysis.passesForSure()).isEqualTo(isForSure);
    analysis.reset();
    assertThat(analysis.failed()).isZero();
  }

  @Test
  void whatNeitherFailsNorHoldsWithoutBadLuckStaysUndecided() {
    Analysis analysis = new Analysis(rule("result <= 0.01", "result > 0.1", Limits.DEFAULT));
    analysis.add(Sample.of(new Sample.Share(16, 100)), null);
    assertThat(analysis.state()).isEqualTo(GateState.INCONCLUSIVE);
  }

  /// A week of bakes at each load and rate: what is as usual as before never rolls back, and what
  /// fails far more often does within two minutes.
  @ParameterizedTest
  @CsvSource({
    "60, 0",
    "60, 0.001",
    "60, 0.05",
    "300, 0.01",
    "1000, 0.05",
    "3000, 0.001",
    "3000, 0.05",
    "30000, 0.0001",
    "30000, 0.05"
  })
  void theStandardGateForErrorsRaisesNoFalseAlarm(int transactions, double rate) {
    Random random = new Random(17);
    Analysis analysis = new Analysis(errors());
    for (int halfMinute = 0; halfMinute < 7 * 24 * 120; halfMinute++) {
      analysis.add(window(random, transactions, rate), rate);
      assertThat(analysis.state()).isNotEqualTo(GateState.FAILING);
    }
    for (int halfMinute = 0; halfMinute < 4; halfMinute++) {
      analysis.add(window(random, transactions, rate + 0.4), rate);
    }
    assertThat(analysis.state()).isEqualTo(GateState.FAILING);
  }

  private static GateRule errors() {
    return StandardGates.ALL.stream()
        .filter(rule -> rule.name().equals("errors"))
        .findFirst()
        .orElseThrow();
  }

  private static Sample window(Random random, int transactions, double rate) {
    double mean = transactions * rate;
    long failed = 0;
    if (mean > 100) {
      failed = Math.round(mean + Math.sqrt(mean * (1 - rate)) * random.nextGaussian());
    } else {
      for (double left = random.nextDouble(); left > Math.exp(-mean); left *= random.nextDouble()) {
        failed++; // as many events as a Poisson process has in this time
      }
    }
    return Sample.of(new Sample.Share(Math.min(Math.max(0, failed), transactions), transactions));
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
