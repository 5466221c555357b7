package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Lease;
import io.crossfade.engine.MigrationEvent.BakeEnded;
import io.crossfade.engine.MigrationEvent.GateActed;
import io.crossfade.engine.MigrationEvent.ReactionRevoked;
import io.crossfade.engine.MigrationEvent.StepFinished;
import io.crossfade.engine.MigrationEvent.StepStarted;
import io.crossfade.engine.MigrationEvent.SwitchDecided;
import io.crossfade.engine.MigrationEvent.SwitchFinished;
import io.crossfade.engine.MigrationEvent.SwitchStarted;
import io.crossfade.engine.gates.GateState;
import io.crossfade.engine.gates.MeasuredGates;
import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.manifest.GateRule.Limits;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.metrics.Sample;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.mapping.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A bake under a clock of the test's, that nobody but the watch moves. Rollbacks are refused.
class BakingTest {
  private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05Z");

  private final List<Recorded> log = new ArrayList<>();
  private final Journal journal = Journal.open(new Kept(), new Lease("shop", "test", 1));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> asked = new ArrayList<>();
  private @Nullable MeasuredGates gates;
  private @Nullable Baking baking;
  private long nanos;
  private long end;
  private boolean measuring = true;
  private boolean broken;
  private boolean refusesPause;
  private Runnable beforeTheSwitch = () -> {};
  private final List<Boolean> wanted = new ArrayList<>();

  /// By the seconds since the beginning.
  private ToDoubleFunction<Double> measured = _ -> 1;

  private ToDoubleFunction<Double> measuredToo = _ -> 1;

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void aBakeInWhichAllIsWellEndsAfterItsTime() {
    watch(Reaction.ROLLBACK, 59);
    assertThat(journal.state().switches().isBaking()).isTrue();
    watch(Reaction.ROLLBACK, 2);
    assertThat(journal.state().switches().isBaking()).isFalse();
    assertThat(events(BakeEnded.class)).hasSize(1);
    assertThat(asked).isEmpty();
  }

  @Test
  void whatFlapsAsOftenAsItMayDoesNotRollBack() {
    measured = seconds -> seconds.intValue() % 5 == 0 ? 9 : 1; // one of five
    watch(Reaction.ROLLBACK, 70);
    assertThat(events(GateActed.class)).isEmpty();
    assertThat(asked).isEmpty();
    assertThat(journal.state().switches().isBaking()).isFalse();
  }

  @Test
  void whatFailsIsToldOnceAndRolledBackUntilThatIsNotRefused() {
    measured = seconds -> seconds < 10 ? 1 : 9;
    watch(Reaction.ROLLBACK, 100);
    assertThat(events(GateActed.class))
        .singleElement()
        .satisfies(acted -> {
          assertThat(acted.does()).isEqualTo(Reaction.ROLLBACK);
          assertThat(acted.value()).isEqualTo("9.0");
          assertThat(acted.text()).contains("lag-ms is 9, wanted: result <= 5");
        });
    assertThat(asked).containsExactly("rollback", "rollback", "rollback");
    assertThat(journal.state().switches().isBaking()).isTrue();
    assertThat(journal.state().switches().failed()).isEqualTo("g");
  }

  @Test
  void whatPassesAgainIsNotRolledBackAnyMore() {
    measured = seconds -> seconds < 10 || seconds > 13 ? 1 : 9;
    watch(Reaction.ROLLBACK, 70);
    assertThat(asked).as("refused while it failed").containsExactly("rollback");
    assertThat(events(ReactionRevoked.class))
        .singleElement()
        .satisfies(revoked -> assertThat(revoked.by()).isEqualTo("crossfade"));
    assertThat(journal.state().switches().isBaking()).as("it has gone on").isFalse();
  }

  @Test
  void rightBeforeTheSwitchItsReasonIsLookedAtAgain() {
    measured = seconds -> seconds < 10 ? 1 : 9;
    beforeTheSwitch =
        () -> {
          measured = _ -> 1;
          look(10);
        };
    watch(Reaction.ROLLBACK, 30);
    assertThat(asked).containsExactly("rollback");
    assertThat(wanted).containsExactly(false);
  }

  @Test
  void whatAPersonHasRolledBackIsNotRolledBackASecondTime() {
    measured = seconds -> seconds < 10 ? 1 : 9;
    beforeTheSwitch =
        () -> {
          move(StepName.ROLLBACK, 2, Side.TARGET);
          move(StepName.CUTOVER, 3, Side.SOURCE);
        };
    watch(Reaction.ROLLBACK, 12);
    assertThat(wanted).containsExactly(false);
    assertThat(journal.state().switches().owed()).isNull();
  }

  @Test
  void aPersonWhoResumesRevokesARollback() {
    measured = seconds -> seconds < 10 ? 1 : 9;
    watch(Reaction.ROLLBACK, 15);
    assertThat(asked).containsExactly("rollback");
    Pausing pausing = new Pausing(journal, new Clock(), this::now);
    assertThat(pausing.end("anna@host")).isEqualTo(new Control.PauseReport(true, null));
    watch(Reaction.ROLLBACK, 60);
    assertThat(asked).as("it fails still").containsExactly("rollback");
    assertThat(events(ReactionRevoked.class))
        .containsExactly(new ReactionRevoked("anna@host", "g", "resumed"));
    assertThat(journal.state().switches().isBaking()).as("until it passes").isTrue();
    measured = _ -> 1;
    watch(Reaction.ROLLBACK, 10);
    assertThat(journal.state().switches().isBaking()).isFalse();
    assertThat(pausing.end("anna@host")).isEqualTo(new Control.PauseReport(false, null));
  }

  @Test
  void aRollbackThatIsNotPossibleAnyMoreIsToldOnceAndAPersonDecides() {
    measured = seconds -> seconds < 10 ? 1 : 9;
    watch(Reaction.ROLLBACK, 5);
    journal.record(new MigrationEvent.LogGivenUp(Direction.REVERSE, 9 << 20, 1 << 20));
    watch(Reaction.ROLLBACK, 100);
    assertThat(asked).containsExactly("pause");
    assertThat(events(ReactionRevoked.class))
        .singleElement()
        .satisfies(revoked -> assertThat(revoked.why()).contains("is not possible", "given up"));
    new Pausing(journal, new Clock(), this::now).end("anna@host");
    measured = _ -> 1;
    watch(Reaction.ROLLBACK, 10);
    assertThat(Objects.requireNonNull(baking).beforeCleanup()).isEmpty();
  }

  @Test
  void whatBeganToFailMeanwhileIsAskedForOnceTheOtherOneIsRevoked() {
    measured = seconds -> seconds < 10 || seconds > 40 ? 1 : 9;
    measuredToo = seconds -> seconds < 20 ? 1 : 9;
    watch(Reaction.ROLLBACK, 35);
    assertThat(events(GateActed.class)).extracting(GateActed::gate).containsExactly("g");
    watch(Reaction.ROLLBACK, 40);
    assertThat(events(GateActed.class)).extracting(GateActed::gate).containsExactly("g", "too");
  }

  @Test
  void aPauseThatFailsIsTriedAgainByTheNextProcessToo() {
    measured = seconds -> seconds < 10 ? 1 : 9;
    refusesPause = true;
    watch(Reaction.PAUSE, 13);
    assertThat(asked).hasSizeGreaterThan(1).containsOnly("pause");
    nextProcess();
    measuring = false;
    refusesPause = false;
    asked.clear();
    watch(Reaction.PAUSE, 5);
    assertThat(asked).containsExactly("pause");
    assertThat(journal.state().progress().pause()).isNotNull();
    assertThat(events(GateActed.class)).hasSize(1);
  }

  @Test
  void aProcessThatDiedBetweenThePauseAndTheReadsIsSucceeded() {
    upTo(StepName.SHIFT_READS);
    RouteBoard board = board();
    board.publish(board.current().reading(Side.TARGET, 100));
    journal.record(
        new GateActed("g", GateState.FAILING, "9.0", "c", "t", Reaction.ROLLBACK)); // and died
    measuring = false;
    watch(board, Reaction.ROLLBACK, 3);
    assertThat(asked).containsExactly("pause");
    assertThat(board.current().reads()).isEqualTo(Side.SOURCE);
    assertThat(journal.state().switches().owed()).isNull();
  }

  @Test
  void aPersonIsAskedOncePerFailureAndThePauseKeepsTheBakeFromEnding() {
    measured = seconds -> seconds > 10 && seconds < 20 ? 9 : 1;
    watch(Reaction.PAUSE, 90);
    assertThat(asked).containsExactly("pause");
    assertThat(journal.state().switches().isBaking()).isTrue();
    journal.record(new MigrationEvent.Resumed("a@b"));
    watch(Reaction.PAUSE, 1);
    assertThat(asked).containsExactly("pause");
    assertThat(journal.state().switches().isBaking()).isFalse();
  }

  @Test
  void whatOnlyWaitsDoesNothingButKeepTheBakeFromEnding() {
    measured = seconds -> seconds < 90 ? 9 : 1;
    watch(Reaction.WAIT, 89);
    assertThat(journal.state().switches().isBaking()).isTrue();
    watch(Reaction.WAIT, 10);
    assertThat(journal.state().switches().isBaking()).isFalse();
    assertThat(asked).isEmpty();
    assertThat(events(GateActed.class)).isEmpty();
  }

  @Test
  void whatNobodyMeasuresAnyMoreIsShownToAPerson() {
    watch(Reaction.ROLLBACK, 20);
    measuring = false;
    watch(Reaction.ROLLBACK, 29);
    assertThat(asked).isEmpty();
    watch(Reaction.ROLLBACK, 5);
    assertThat(asked).containsExactly("pause");
    assertThat(events(GateActed.class))
        .isNotEmpty()
        .allSatisfy(acted -> assertThat(acted.text()).contains("nobody has measured it for 30 s"));
  }

  @Test
  void whatNobodyHasForeseenIsToldOnceAndDoesNotEndTheWatch() {
    journal.listen(recorded -> {
      if (recorded.event() instanceof MigrationEvent.BakeStarted) {
        broken = true;
      }
    });
    watch(Reaction.ROLLBACK, 10);
    broken = false;
    watch(Reaction.ROLLBACK, 60);
    assertThat(events(MigrationEvent.Noted.class))
        .singleElement()
        .satisfies(
            noted -> assertThat(noted.message()).contains("the watch over gates has failed"));
    assertThat(events(BakeEnded.class)).hasSize(1);
  }

  /// Goes on for so long, in steps of the watch's own.
  private void watch(Reaction onFailure, double seconds) {
    if (journal.isEmpty()) {
      upTo(StepName.VERIFY);
      move(StepName.CUTOVER, 1, Side.SOURCE);
    }
    watch(board(), onFailure, seconds);
  }

  private void watch(RouteBoard board, Reaction onFailure, double seconds) {
    if (gates == null) {
      gates = gates(onFailure);
      baking =
          new Baking(
              journal,
              gates,
              board,
              Duration.ofMinutes(1),
              new Clock(),
              () -> {
                if (broken) {
                  throw new IllegalStateException("a clock that is broken");
                }
                return now();
              });
    }
    end = nanos + (long) (seconds * 1e9);
    Objects.requireNonNull(baking).watch(new People(), new Beside(threads, journal, () -> false));
    assertThat(Thread.interrupted()).as("by the clock, at the end").isTrue();
  }

  private void nextProcess() {
    gates = null;
    baking = null;
  }

  private RouteBoard board() {
    return new RouteBoard(
        journal.state().route(),
        route -> journal.record(new MigrationEvent.RoutePublished(route)),
        new Clock());
  }

  private void look(double seconds) {
    MeasuredGates all = Objects.requireNonNull(gates);
    for (long until = nanos + (long) (seconds * 1e9); nanos < until; nanos += 250_000_000) {
      all.all().forEach(all::look);
    }
  }

  private MeasuredGates gates(Reaction onFailure) {
    return new MeasuredGates(
        List.of(rule("g", Metric.Own.LAG_MS, onFailure), rule("too", Metric.Own.DRIFT, onFailure)),
        metric ->
            () ->
                Sample.of(
                    (metric == Metric.Own.LAG_MS ? measured : measuredToo)
                        .applyAsDouble(nanos / 1e9)),
        journal,
        new Clock(),
        this::now);
  }

  private static GateRule rule(String name, Metric metric, Reaction onFailure) {
    return new GateRule(
        name,
        metric,
        Limits.of(Duration.ofSeconds(1), 5, 1),
        Condition.of("result <= 5"),
        null,
        EnumSet.of(Moment.READS, Moment.BAKE),
        onFailure);
  }

  private Instant now() {
    return BEGAN.plusNanos(nanos);
  }

  private final class People implements Reacting {
    @Override
    public Control.PauseReport pause(String by, String reason) {
      asked.add("pause");
      if (refusesPause) {
        throw new CrossfadeException(ErrorCode.NOT_ALLOWED_NOW, "not now");
      }
      return new Pausing(journal, new Clock(), BakingTest.this::now).begin(by, reason);
    }

    @Override
    public void rollBackIf(BooleanSupplier whether) {
      asked.add("rollback");
      beforeTheSwitch.run();
      wanted.add(whether.getAsBoolean());
      throw new CrossfadeException(ErrorCode.NOT_ALLOWED_NOW, "the target is away");
    }

    @Override
    public Control.EndReport abort() {
      throw new IllegalStateException("nobody asks for that");
    }
  }

  private void upTo(StepName last) {
    for (StepName step :
        List.of(
            StepName.PREPARE,
            StepName.BACKFILL,
            StepName.CATCH_UP,
            StepName.FINISH,
            StepName.VERIFY,
            StepName.SHIFT_READS)) {
      if (step.compareTo(last) <= 0) {
        journal.record(new StepStarted(step));
        journal.record(new StepFinished(step, Map.of()));
      }
    }
  }

  private void move(StepName step, int number, Side from) {
    journal.record(new StepStarted(step));
    journal.record(new SwitchStarted(number, from, from.other(), 5_000));
    journal.record(new SwitchDecided(number, Decision.FLIP, "in time"));
    journal.record(new SwitchFinished(number, Map.of()));
    journal.record(new StepFinished(step, Map.of()));
  }

  private <E extends MigrationEvent> List<E> events(Class<E> kind) {
    return log.stream().map(Recorded::event).filter(kind::isInstance).map(kind::cast).toList();
  }

  /// Whoever waits moves it, and the gates are measured meanwhile.
  private final class Clock implements Timing {
    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      nanos += duration.toNanos();
      if (nanos >= end) {
        throw new InterruptedException();
      }
      if (measuring) {
        MeasuredGates all = Objects.requireNonNull(gates);
        all.all().forEach(all::look);
      }
    }
  }

  private final class Kept implements Journal.Log {
    @Override
    public Recorded append(Lease lease, long seq, MigrationEvent event) {
      log.add(new Recorded(lease.migration(), seq, Instant.EPOCH, "0.1.0", event));
      return log.getLast();
    }

    @Override
    public List<Recorded> events(String migration) {
      return List.copyOf(log);
    }
  }
}
