package io.crossfade.demo.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.demo.shop.Size;
import io.crossfade.demo.stage.From;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One short round, as `./crossfade chaos` runs it for hours. What went wrong stands in its report,
/// with where the files are.
@Timeout(400)
class ChaosIT {
  private static final long SEED = 2;

  @Test
  void whateverDiesNothingIsLostOrTwice() throws Exception {
    ChaosSettings settings =
        new ChaosSettings(SEED, From.POSTGRESQL, Duration.ofSeconds(45), Size.SMALL, 8, 60, false);

    RoundReport report = new Round(settings, System.out).run();

    assertThat(report.violations()).as("%s", report).isEmpty();
    assertThat(report.faults().keySet())
        .as("faults of each kind")
        .anyMatch(fault -> fault.matches("engine-. killed"))
        .anyMatch(fault -> fault.matches("engine-. frozen"))
        .anyMatch(fault -> fault.matches("(source|target) killed"))
        .anyMatch(fault -> fault.matches("(source|target) frozen"))
        .anyMatch(fault -> fault.matches("store .*"));
    assertThat(report.verbs()).containsKeys("cutover done", "verify done", "cleanup done");
    assertThat(report.verdict())
        .satisfies(verdict -> {
          assertThat(verdict.acknowledged()).isGreaterThan(500);
          assertThat(verdict.rowsDumped()).isGreaterThan(100_000);
          assertThat(verdict.drift() + verdict.lost() + verdict.twice()).isZero();
        });
  }
}
