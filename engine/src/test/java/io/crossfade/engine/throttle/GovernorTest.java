package io.crossfade.engine.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GovernorTest {
  private static final double QUIET = 0.2;
  private static final double OVER = 1.5;

  private final Governor governor = new Governor();

  @BeforeEach
  void work() {
    governor.begin();
  }

  @Test
  void aQuietServerIsSoonUsedAsFastAsItGoes() {
    assertThat(governor.rowsPerSecond()).isEqualTo(Governor.BEGINNING);
    governor.look(20_000, QUIET);
    assertThat(governor.rowsPerSecond()).isEqualTo(2 * Governor.BEGINNING);
    look(12, 100_000, QUIET);
    assertThat(governor.rowsPerSecond()).isEqualTo(Governor.FREE);
  }

  @Test
  void aTiredServerGetsHalfOfWhatItGotAndLessAndLess() {
    look(20, 100_000, QUIET);
    governor.look(100_000, OVER);
    assertThat(governor.rowsPerSecond()).isEqualTo(50_000);
    governor.look(90_000, OVER);
    assertThat(governor.rowsPerSecond()).isEqualTo(25_000);
    look(20, 1_000, OVER);
    assertThat(governor.rowsPerSecond()).as("it never stops").isEqualTo(Governor.FLOOR);
  }

  @Test
  void whatHasRestedGetsMoreStepByStepAndNearWhatWasTooMuchInSmallSteps() {
    look(20, 160_000, QUIET);
    governor.look(160_000, OVER);
    governor.look(80_000, QUIET);
    assertThat(governor.rowsPerSecond()).isEqualTo(90_000);
    look(4, 90_000, QUIET);
    assertThat(governor.rowsPerSecond()).isEqualTo(130_000);
    governor.look(130_000, QUIET);
    assertThat(governor.rowsPerSecond()).isEqualTo(130_313);
  }

  @Test
  void whoIsOverForLongKnowsAfterwardsWhereItBegan() {
    look(20, 160_000, QUIET);
    look(4, 160_000, OVER);
    assertThat(governor.rowsPerSecond()).isEqualTo(10_000);
    look(12, 0, QUIET);
    assertThat(governor.rowsPerSecond()).isEqualTo(130_000);
  }

  @Test
  void farOverALimitNothingMoreIsBegunUntilItIsUnderIt() {
    governor.look(10_000, 4.1);
    assertThat(governor.rowsPerSecond()).isZero();
    governor.look(0, OVER);
    assertThat(governor.rowsPerSecond()).isEqualTo(Governor.FLOOR);
    governor.look(0, QUIET);
    assertThat(governor.rowsPerSecond()).isGreaterThan(Governor.FLOOR);
  }

  /// Else a server that is down for a moment when a comparison begins would be spared for minutes.
  @Test
  void whatWasNotUsAtAllIsNotRememberedAsTooMuch() {
    look(4, 0, Double.POSITIVE_INFINITY);
    double done = 0;
    for (int look = 0; look < 20; look++) {
      governor.look(governor.rowsPerSecond(), QUIET);
      done += governor.rowsPerSecond() / 2.0;
    }
    assertThat(done).as("rows in the ten seconds after it").isGreaterThan(40_000);
  }

  /// A server whose latency grows with what it is given, and with what others give it.
  @Test
  void itSettlesWhereTheServerIsUsedAndNotOverItsLimit() {
    Random others = new Random(7);
    double used = 0;
    int over = 0;
    for (int look = 0; look < 2_000; look++) {
      double achieved = Math.min(200_000, governor.rowsPerSecond());
      double worst = achieved / 60_000 + others.nextDouble() * 0.2;
      over += worst > 1 && look > 100 ? 1 : 0;
      used += achieved / 2_000;
      governor.look(achieved, worst);
    }
    assertThat(used).isBetween(35_000.0, 60_000.0);
    assertThat(over).isLessThan(60);
  }

  private void look(int times, double achieved, double worst) {
    for (int i = 0; i < times; i++) {
      governor.look(achieved, worst);
    }
  }
}
