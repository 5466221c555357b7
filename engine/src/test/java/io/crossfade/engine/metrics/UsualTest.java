package io.crossfade.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.manifest.Metric.Own;
import io.crossfade.engine.metrics.Usual.Anomaly;
import io.crossfade.engine.metrics.Usual.Scale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsualTest {
  /// Samples that belong together: half a minute.
  private static final int BLOCK = 15;

  private static final int DAYS = 3;
  private static final int SAMPLES_A_DAY = (int) (86_400 / Anomalies.EVERY.toSeconds());

  /// Days are put together from blocks of what a real migration has measured in minutes (a moving
  /// block bootstrap, Künsch 1989): the recording is too short to be counted itself.
  @ParameterizedTest
  @CsvSource({
    "quiet, lag_ms, LAG_MS, 0",
    "quiet, changes_per_second, CHANGES_PER_SECOND, 0",
    "quiet, transaction_ms, TRANSACTION_MS, 0",
    "noisy, lag_ms, LAG_MS, 0",
    "noisy, changes_per_second, CHANGES_PER_SECOND, 0",
    "noisy, transaction_ms, TRANSACTION_MS, 0",
  })
  void falseAlarmsOfADay(String name, String column, Own metric, double atMost) {
    double[] recorded = RecordedSeries.read(name, column);
    SplittableRandom random = new SplittableRandom(1);
    Usual usual = new Usual(scale(metric));
    int alarms = 0;
    int since = Integer.MAX_VALUE / 2;
    for (int i = 0; i < DAYS * SAMPLES_A_DAY; i += BLOCK) {
      int from = random.nextInt(recorded.length - BLOCK);
      for (int j = 0; j < BLOCK; j++, since++) {
        boolean told = since > Anomalies.TOLD_AGAIN.toSeconds() / Anomalies.EVERY.toSeconds();
        if (usual.add(recorded[from + j]) != null && told) {
          alarms++;
          since = 0;
        }
      }
    }
    assertThat((double) alarms / DAYS).isLessThanOrEqualTo(atMost);
  }

  /// What is told, and how soon: in the third sample, which is after six seconds.
  @ParameterizedTest
  @CsvSource({
    "quiet, lag_ms, LAG_MS, 20000",
    "noisy, lag_ms, LAG_MS, 20000",
    "quiet, changes_per_second, CHANGES_PER_SECOND, 0",
    "quiet, transaction_ms, TRANSACTION_MS, 200",
    "noisy, transaction_ms, TRANSACTION_MS, 2000",
  })
  void whatIsWrongIsToldWithTheThirdSample(String name, String column, Own metric, double wrong) {
    Usual usual = new Usual(scale(metric));
    for (double value : RecordedSeries.read(name, column)) {
      usual.add(value);
    }
    assertThat(usual.add(wrong)).isNull();
    assertThat(usual.add(wrong)).isNull();
    Anomaly told = usual.add(wrong);
    assertThat(told).isNotNull();
    assertThat(told.value()).isEqualTo(wrong);
    assertThat(usual.add(wrong)).as("once").isNull();
    assertThat(usual.now()).isEqualTo(told);
  }

  @Test
  void oneDriftingRowIsUnusualAndMendingItEndsThat() {
    Usual usual = new Usual(scale(Own.DRIFT));
    for (int i = 0; i < Usual.FEWEST; i++) {
      assertThat(usual.add(0)).isNull();
    }
    usual.add(1);
    usual.add(1);
    assertThat(usual.add(1)).isEqualTo(usual.now()).isNotNull();
    usual.add(0);
    usual.add(0);
    assertThat(usual.now()).isNotNull();
    usual.add(0);
    assertThat(usual.now()).isNull();
  }

  @Test
  void nothingIsToldBeforeEnoughIsKnownNorForOneOutlier() {
    Usual usual = new Usual(new Scale(1, 0.1, true));
    for (int i = 1; i < Usual.FEWEST; i++) {
      assertThat(usual.add(i % 10 == 0 ? 1e9 : 5)).isNull();
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(usual.add(i % 3 == 0 ? 1e9 : 5)).isNull();
    }
  }

  @Test
  void whatStaysBecomesUsual() {
    Usual usual = new Usual(new Scale(1, 0.1, true));
    for (int i = 0; i < Usual.WINDOW; i++) {
      usual.add(10);
    }
    for (int i = 0; i < Usual.WINDOW; i++) {
      usual.add(1_000);
    }
    assertThat(usual.now()).isNull();
  }

  private static Scale scale(Own metric) {
    return Objects.requireNonNull(Anomalies.WATCHED.get(metric));
  }
}
