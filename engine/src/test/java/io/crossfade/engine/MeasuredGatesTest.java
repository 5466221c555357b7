package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Lease;
import io.crossfade.engine.MigrationEvent.BakeStarted;
import io.crossfade.engine.MigrationEvent.BaselineMeasured;
import io.crossfade.engine.MigrationEvent.RoutePublished;
import io.crossfade.engine.MigrationEvent.StepFinished;
import io.crossfade.engine.MigrationEvent.StepStarted;
import io.crossfade.engine.MigrationEvent.SwitchDecided;
import io.crossfade.engine.MigrationEvent.SwitchFinished;
import io.crossfade.engine.MigrationEvent.SwitchStarted;
import io.crossfade.engine.gates.GateState;
import io.crossfade.engine.gates.MeasuredGates;
import io.crossfade.engine.gates.StandardGates;
import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.manifest.GateRule.Limits;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.metrics.Sample;
import io.crossfade.engine.metrics.Source;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.mapping.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class MeasuredGatesTest {
  private static final List<StepName> TO_VERIFIED =
      List.of(
          StepName.PREPARE, StepName.BACKFILL, StepName.CATCH_UP, StepName.FINISH, StepName.VERIFY);

  private final MemoryLog log = new MemoryLog();
  private final Journal journal = Journal.open(log, new Lease("shop", "test", 1));
  private long nanos;
  private Sample next = Sample.of(10);
  private int asked;

  @Test
  void measuresAtItsIntervalAndOnlyWhereItIsAsked() {
    MeasuredGates gates =
        gates(rule("own", "result <= 20", Limits.of(Duration.ofSeconds(1), 3, 0)));
    passing(gates, 5);
    assertThat(asked).as("nothing is near").isZero();
    up(TO_VERIFIED);
    passing(gates, 0.9);
    assertThat(asked).isOne();
    assertThat(state(gates)).isEqualTo(GateState.WAITING);
    assertThat(gates.before(Moment.CUTOVER)).hasSize(1);
    passing(gates, 2);
    assertThat(asked).isEqualTo(3);
    assertThat(state(gates)).isEqualTo(GateState.PASSING);
    assertThat(gates.before(Moment.CUTOVER)).isEmpty();
    next = Sample.of(21);
    passing(gates, 1);
    assertThat(gates.before(Moment.CUTOVER))
        .singleElement()
        .satisfies(p ->
            assertThat(p.toString())
                .contains("gate own", "lag-ms is 21, wanted: result <= 20", "1 of the last 3"));
  }

  @Test
  void whatWasMeasuredBeforeTheCutoverSaysNothingOfTheBake() {
    MeasuredGates gates =
        gates(rule("own", "result <= 20", Limits.of(Duration.ofSeconds(1), 2, 0)));
    up(TO_VERIFIED);
    passing(gates, 5);
    assertThat(state(gates)).isEqualTo(GateState.PASSING);
    cutOver();
    passing(gates, 0.3);
    assertThat(state(gates)).isEqualTo(GateState.WAITING);
    passing(gates, 5);
    assertThat(state(gates)).as("it bakes not yet").isEqualTo(GateState.WAITING);
    journal.record(new BakeStarted("2026-01-02T03:04:05Z"));
    passing(gates, 0.9);
    assertThat(state(gates)).isEqualTo(GateState.WAITING);
    passing(gates, 1);
    assertThat(state(gates)).isEqualTo(GateState.PASSING);
  }

  @Test
  void aBaselineIsTheMedianOfBeforeAndSurvivesTheProcess() {
    GateRule rule = rule("own", "result <= baseline * 1.1", Limits.DEFAULT);
    MeasuredGates gates = gates(rule);
    for (int i = 0; i < 40; i++) {
      next = Sample.of(i == 7 ? 10_000 : 10);
      passing(gates, 5);
    }
    assertThat(baselines()).singleElement().returns(10.0, BaselineMeasured::value);
    assertThat(baselines().getFirst().samples()).isEqualTo(30);
    up(TO_VERIFIED);
    MeasuredGates later = gates(rule);
    next = Sample.of(11);
    passing(later, 5);
    assertThat(state(later)).isEqualTo(GateState.PASSING);
    next = Sample.of(12);
    passing(later, 5);
    assertThat(state(later)).isEqualTo(GateState.FAILING);
  }

  @Test
  void withoutABaselineAGateOfTheManifestIsInconclusiveAndAStandardOneIsLeftOut() {
    up(TO_VERIFIED);
    cutOver();
    journal.record(new BakeStarted("2026-01-02T03:04:05Z"));
    MeasuredGates gates = gates(rule("own", "result <= baseline", Limits.DEFAULT));
    passing(gates, 1);
    assertThat(state(gates)).isEqualTo(GateState.INCONCLUSIVE);
    assertThat(gates.before(Moment.BAKE)).hasSize(1);
    assertThat(gates.status().getFirst().text()).contains("no baseline was measured");

    MeasuredGates standard =
        gates(
            StandardGates.with(List.of()).stream()
                .filter(GateRule::usesBaseline)
                .toArray(GateRule[]::new));
    passing(standard, 300);
    assertThat(standard.before(Moment.BAKE)).isEmpty();
    assertThat(standard.status())
        .hasSize(2)
        .allSatisfy(gate -> assertThat(gate.text()).startsWith("left out"));
  }

  @Test
  void whatOurOwnSwitchesHaveHeldIsNotMeasured() {
    List<Long> sampled = new ArrayList<>();
    Limits limits = Limits.of(Duration.ofSeconds(10), 1, 0);
    MeasuredGates gates =
        gates(
            _ ->
                Source.overTime(() -> {
                  sampled.add(nanos / 1_000_000_000);
                  return next;
                }),
            rule("own", "result <= 20", limits));
    up(TO_VERIFIED);
    cutOver();
    journal.record(new BakeStarted("2026-01-02T03:04:05Z"));
    next = Sample.of(999);
    passing(gates, 6);
    assertThat(sampled).as("when those who were held have ended").containsExactly(5L);
    assertThat(state(gates)).as("what was until then is not judged").isEqualTo(GateState.WAITING);
    next = Sample.of(10);
    passing(gates, 10);
    assertThat(sampled).containsExactly(5L, 15L);
    assertThat(state(gates)).isEqualTo(GateState.PASSING);
    journal.record(new RoutePublished(journal.state().route().hold()));
    passing(gates, 2);
    journal.record(new RoutePublished(journal.state().route().release()));
    next = Sample.of(999);
    passing(gates, 6);
    assertThat(sampled).as("a few seconds after the last route").containsExactly(5L, 15L, 23L);
    next = Sample.of(10);
    passing(gates, 10);
    assertThat(sampled).containsExactly(5L, 15L, 23L, 33L);
    assertThat(state(gates)).isEqualTo(GateState.PASSING);
  }

  @Test
  void aBaselineOfWhatIsRareIsTheShareOfAllThatWasCounted() {
    MeasuredGates gates = gates(rule("own", "result <= baseline + 0.001", Limits.DEFAULT));
    for (int i = 0; i < 30; i++) {
      next = Sample.of(new Sample.Share(i % 10 == 0 ? 5 : 0, i < 15 ? 900 : 100));
      passing(gates, 5);
    }
    assertThat(baselines()).singleElement().returns(0.001, BaselineMeasured::value);
  }

  @Test
  void whatNobodyMeasuresAnyMoreIsInconclusiveAndSaysSo() {
    MeasuredGates gates =
        gates(rule("own", "result <= 20", Limits.of(Duration.ofSeconds(20), 1, 0)));
    up(TO_VERIFIED);
    passing(gates, 1);
    nanos += 58_000_000_000L;
    assertThat(gates.before(Moment.CUTOVER)).isEmpty();
    nanos += 2_000_000_000L;
    assertThat(state(gates)).isEqualTo(GateState.INCONCLUSIVE);
    assertThat(gates.judgement(gates.all().getFirst()).state()).isEqualTo(GateState.INCONCLUSIVE);
    assertThat(gates.before(Moment.CUTOVER))
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("nobody has measured it for 61 s"));
    passing(gates, 1);
    assertThat(state(gates)).isEqualTo(GateState.PASSING);
  }

  @Test
  void whatWasPassingBeforeTheCutoverDoesNotEndTheBake() {
    MeasuredGates gates = gates(rule("own", "result <= 20", Limits.DEFAULT));
    up(TO_VERIFIED);
    passing(gates, 1);
    cutOver();
    journal.record(new BakeStarted("2026-01-02T03:04:05Z"));
    assertThat(gates.before(Moment.BAKE)).as("nobody has looked yet").hasSize(1);
    passing(gates, 1);
    assertThat(gates.before(Moment.BAKE)).isEmpty();
  }

  @Test
  void aSourceThatBreaksIsNoNumber() {
    MeasuredGates gates =
        gates(
            _ ->
                () -> {
                  throw new IllegalStateException("of no kind that anybody has foreseen");
                },
            rule("own", "result <= 20", Limits.DEFAULT));
    up(TO_VERIFIED);
    passing(gates, 25);
    assertThat(state(gates)).isEqualTo(GateState.INCONCLUSIVE);
    assertThat(gates.status().getFirst().text()).contains("measuring it has failed", "foreseen");
  }

  @Test
  void aGateOfTheManifestReplacesTheStandardOneOfItsName() {
    GateRule own = rule("lag", "result < 1", Limits.DEFAULT);
    assertThat(StandardGates.with(List.of(own)))
        .extracting(GateRule::name)
        .containsExactly("drift", "compared", "lag", "errors", "latency");
    assertThat(StandardGates.with(List.of(own))).contains(own);
  }

  private static GateRule rule(String name, String condition, Limits limits) {
    return new GateRule(
        name,
        Metric.Own.LAG_MS,
        limits,
        Condition.of(condition),
        null,
        EnumSet.of(Moment.CUTOVER, Moment.BAKE),
        Reaction.ROLLBACK);
  }

  private MeasuredGates gates(GateRule... rules) {
    return gates(
        _ ->
            () -> {
              asked++;
              return next;
            },
        rules);
  }

  private MeasuredGates gates(Function<Metric, Source> sources, GateRule... rules) {
    return new MeasuredGates(List.of(rules), sources, journal, new Still(), () -> Instant.EPOCH);
  }

  /// Looks every 100 ms.
  private void passing(MeasuredGates gates, double seconds) {
    for (long end = nanos + (long) (seconds * 1e9); nanos < end; nanos += 100_000_000) {
      gates.all().forEach(gates::look);
    }
  }

  private static GateState state(MeasuredGates gates) {
    return gates.status().getFirst().state();
  }

  private void up(List<StepName> steps) {
    for (StepName step : steps) {
      journal.record(new StepStarted(step));
      journal.record(new StepFinished(step, Map.of()));
    }
  }

  private void cutOver() {
    journal.record(new StepStarted(StepName.CUTOVER));
    journal.record(new SwitchStarted(1, Side.SOURCE, Side.TARGET, 5_000));
    journal.record(new SwitchDecided(1, Decision.FLIP, "in time"));
    journal.record(new SwitchFinished(1, Map.of()));
    journal.record(new StepFinished(StepName.CUTOVER, Map.of()));
  }

  private List<BaselineMeasured> baselines() {
    return log.events(BaselineMeasured.class);
  }

  private final class Still implements Timing {
    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void pause(Duration duration) {
      nanos += duration.toNanos();
    }
  }
}
