package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Lease;
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

/// A migration in its bake, under a clock that nobody but the watch moves. Rollbacks are refused.
final class WatchedBake implements AutoCloseable {
  private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05Z");

  final MemoryLog log = new MemoryLog();
  final Journal journal = Journal.open(log, new Lease("shop", "test", 1));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  final List<String> asked = new ArrayList<>();
  @Nullable MeasuredGates gates;
  @Nullable Baking baking;
  long nanos;
  long end;
  boolean measuring = true;
  boolean broken;

  /// What is measured happens by chance.
  boolean counted;

  boolean refusesPause;
  Runnable beforeTheSwitch = () -> {};
  final List<Boolean> wanted = new ArrayList<>();

  /// By the seconds since the beginning.
  ToDoubleFunction<Double> measured = _ -> 1;

  ToDoubleFunction<Double> measuredToo = _ -> 1;

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /// Goes on for so long, in steps of the watch's own.
  void watch(Reaction onFailure, double seconds) {
    if (journal.isEmpty()) {
      StepsTaken.upTo(StepName.VERIFY, journal);
      move(StepName.CUTOVER, 1, Side.SOURCE);
    }
    watch(board(), onFailure, seconds);
  }

  void watch(RouteBoard board, Reaction onFailure, double seconds) {
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

  void nextProcess() {
    gates = null;
    baking = null;
  }

  RouteBoard board() {
    return new RouteBoard(
        journal.state().route(),
        route -> journal.record(new MigrationEvent.RoutePublished(route)),
        new Clock());
  }

  void look(double seconds) {
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
                sample(
                    (metric == Metric.Own.LAG_MS ? measured : measuredToo)
                        .applyAsDouble(nanos / 1e9)),
        journal,
        new Clock(),
        this::now);
  }

  private Sample sample(double value) {
    return counted ? Sample.of(new Sample.Share((long) value, 1)) : Sample.of(value);
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

  Timing clock() {
    return new Clock();
  }

  Instant now() {
    return BEGAN.plusNanos(nanos);
  }

  private final class People implements Reacting {
    @Override
    public Control.PauseReport pause(String by, String reason) {
      asked.add("pause");
      if (refusesPause) {
        throw new CrossfadeException(ErrorCode.NOT_ALLOWED_NOW, "not now");
      }
      return new Pausing(journal, new Clock(), WatchedBake.this::now).begin(by, reason);
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

  void move(StepName step, int number, Side from) {
    journal.record(new StepStarted(step));
    journal.record(new SwitchStarted(number, from, from.other(), 5_000));
    journal.record(new SwitchDecided(number, Decision.FLIP, "in time"));
    journal.record(new SwitchFinished(number, Map.of()));
    journal.record(new StepFinished(step, Map.of()));
  }

  <E extends MigrationEvent> List<E> events(Class<E> kind) {
    return log.events(kind);
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
}
