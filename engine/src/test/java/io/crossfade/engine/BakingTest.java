package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Lease;
import io.crossfade.engine.MigrationEvent.BakeEnded;
import io.crossfade.engine.MigrationEvent.GateActed;
import io.crossfade.engine.MigrationEvent.StepFinished;
import io.crossfade.engine.MigrationEvent.StepStarted;
import io.crossfade.engine.MigrationEvent.SwitchDecided;
import io.crossfade.engine.MigrationEvent.SwitchFinished;
import io.crossfade.engine.MigrationEvent.SwitchStarted;
import io.crossfade.engine.gates.MeasuredGates;
import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.manifest.GateRule.Limits;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.metrics.Sample;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.mapping.Condition;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  /// By the seconds since the beginning.
  private ToDoubleFunction<Double> measured = _ -> 1;

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
    measured = seconds -> seconds < 10 || seconds > 13 ? 1 : 9;
    watch(Reaction.ROLLBACK, 100);
    assertThat(events(GateActed.class))
        .singleElement()
        .satisfies(acted -> {
          assertThat(acted.does()).isEqualTo(Reaction.ROLLBACK);
          assertThat(acted.value()).isEqualTo("9.0");
          assertThat(acted.text()).contains("lag-ms is 9, wanted: result <= 5");
        });
    assertThat(asked).containsExactly("rollback", "rollback", "rollback");
    assertThat(journal.state().switches().isBaking()).as("although it passes again").isTrue();
  }

  @Test
  void aPersonIsAskedOncePerFailureAndThePauseKeepsTheBakeFromEnding() {
    measured = seconds -> seconds > 10 && seconds < 20 ? 9 : 1;
    watch(Reaction.PAUSE, 15);
    assertThat(asked).containsExactly("pause");
    journal.record(new MigrationEvent.Paused("gate g", BEGAN.toString(), ""));
    watch(Reaction.PAUSE, 75);
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
        .singleElement()
        .satisfies(acted -> assertThat(acted.text()).contains("nobody has measured it for 30 s"));
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
    if (gates == null) {
      cutOver();
      gates = gates(onFailure);
      baking =
          new Baking(
              journal,
              gates,
              new RouteBoard(Route.initial("shop"), _ -> {}, new Clock()),
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
    Objects.requireNonNull(baking).watch(control(), new Beside(threads, journal, () -> false));
    assertThat(Thread.interrupted()).as("by the clock, at the end").isTrue();
  }

  private MeasuredGates gates(Reaction onFailure) {
    GateRule rule =
        new GateRule(
            "g",
            Metric.Own.LAG_MS,
            Limits.of(Duration.ofSeconds(1), 5, 1),
            Condition.of("result <= 5"),
            null,
            EnumSet.of(Moment.BAKE),
            onFailure);
    return new MeasuredGates(
        List.of(rule),
        _ -> () -> Sample.of(measured.applyAsDouble(nanos / 1e9)),
        journal,
        new Clock(),
        this::now);
  }

  private Instant now() {
    return BEGAN.plusNanos(nanos);
  }

  private Control control() {
    return (Control)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Control.class},
            (proxy, method, arguments) -> {
              asked.add(method.getName());
              if (method.getName().equals("rollback")) {
                throw new CrossfadeException(ErrorCode.NOT_ALLOWED_NOW, "the target is away");
              }
              return null;
            });
  }

  private void cutOver() {
    for (StepName step :
        List.of(
            StepName.PREPARE,
            StepName.BACKFILL,
            StepName.CATCH_UP,
            StepName.FINISH,
            StepName.VERIFY)) {
      journal.record(new StepStarted(step));
      journal.record(new StepFinished(step, Map.of()));
    }
    journal.record(new StepStarted(StepName.CUTOVER));
    journal.record(new SwitchStarted(1, Side.SOURCE, Side.TARGET, 5_000));
    journal.record(new SwitchDecided(1, Decision.FLIP, "in time"));
    journal.record(new SwitchFinished(1, Map.of()));
    journal.record(new StepFinished(StepName.CUTOVER, Map.of()));
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
