package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Lease;
import io.crossfade.connector.Problem;
import io.crossfade.engine.MigrationEvent.GateActed;
import io.crossfade.engine.MigrationEvent.RolloutStepBegun;
import io.crossfade.engine.gates.GateState;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.engine.manifest.Rollout;
import io.crossfade.engine.manifest.RolloutStep;
import io.crossfade.engine.manifest.RolloutStep.Analysis;
import io.crossfade.engine.manifest.RolloutStep.Pause;
import io.crossfade.engine.manifest.RolloutStep.SetReads;
import io.crossfade.engine.manifest.RolloutStep.SetShadow;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.steps.ShiftReads;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Under a clock that nobody moves but those who wait. A kill is an interrupt: what comes after it
/// knows what was recorded, and nothing else.
@Timeout(30)
class RolloutTest {
  private static final Rollout CAREFUL =
      rollout(
          new SetReads(10),
          new Pause(Duration.ofMinutes(5)),
          new SetShadow(5),
          new SetReads(50),
          new Pause(null),
          new SetReads(100));

  private final Journal journal = Journal.open(new MemoryLog(), new Lease("shop", "test", 1));
  private final List<String> published = new ArrayList<>();
  private final Clock clock = new Clock();
  private Pausing pausing = pausing();
  private List<Problem> whyNot = List.of();
  private List<Status.Gated> notPassing = List.of();
  private RouteBoard board = board();

  RolloutTest() {
    StepsTaken.upTo(StepName.VERIFY, journal);
    journal.record(new MigrationEvent.StepStarted(StepName.SHIFT_READS));
  }

  private static Rollout rollout(RolloutStep... steps) {
    return new Rollout(List.of(steps));
  }

  @Test
  void itTakesStepAfterStepAndWaitsForAPersonWhereItSaysSo() {
    clock.at(
        400,
        () -> {
          assertThat(journal.state().progress().pause())
              .isNotNull()
              .extracting(io.crossfade.engine.Pause::by)
              .isEqualTo("rollout");
          pausing.end("anna@host");
        });
    assertThat(shift(CAREFUL).run())
        .isEqualTo(Map.of(ShiftReads.PERCENT, "100", ShiftReads.SHADOW, "5"));
    assertThat(published)
        .containsExactly("0 s: 10/0", "300 s: 10/5", "300 s: 50/5", "400 s: 100/5");
    assertThat(begun()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void whoeverComesAfterAKillGoesOnAtTheStepAndWithTheTimeThatIsLeft() {
    kill(200, CAREFUL);
    assertThat(published).containsExactly("0 s: 10/0");
    clock.nanos += Duration.ofSeconds(40).toNanos(); // nobody runs
    kill(320, CAREFUL);
    assertThat(published).containsExactly("0 s: 10/0", "300 s: 10/5", "300 s: 50/5");
    assertThat(journal.state().progress().rollout())
        .isEqualTo(new RolloutPlace(5, 6, "pause", "setReads: 100", clock.instantAt(300), false));
    pausing.end("anna@host");
    var _ = shift(CAREFUL).run();
    assertThat(published).last().isEqualTo("320 s: 100/5");
    assertThat(begun()).as("none began twice").containsExactly(1, 2, 3, 4, 5, 6);
  }

  /// Wherever a process dies, no reader goes back to the source, and everything is done in the end.
  @Test
  void killsAnywhereLoseNoReader() {
    for (int seconds = 1; seconds < 600; seconds += 7) {
      kill(seconds, CAREFUL);
    }
    pausing.end("anna@host");
    var _ = shift(CAREFUL).run();
    assertThat(published).hasSize(4);
    assertThat(published)
        .extracting(said -> said.replaceAll(".* ", ""))
        .containsExactly("10/0", "10/5", "50/5", "100/5");
  }

  @Test
  void whereReadsWereTakenBackMeanwhileTheyComeBackToTheShareThatWasReached() {
    kill(320, CAREFUL);
    board.publish(board.current().reading(Side.SOURCE, 100).shadowing(0)); // as its end may do
    pausing.end("anna@host");
    var _ = shift(CAREFUL).run();
    assertThat(published).endsWith("320 s: 50/5", "320 s: 100/5");
  }

  @Test
  void aTargetThatIsNotFollowedForLongIsReadAgainAtTheSameShare() {
    clock.at(
        100,
        () -> {
          whyNot = List.of(new Problem("the stream waits", "orders", "mend the row"));
          board.publish(board.current().reading(Side.SOURCE, 100).shadowing(0));
        });
    clock.at(250, () -> whyNot = List.of());
    kill(280, CAREFUL);
    assertThat(published).containsExactly("0 s: 10/0", "100 s: 0/0", "250 s: 10/0");
    assertThat(begun()).containsExactly(1, 2);
  }

  @Test
  void whatAGateTakesBackBeginsAnewOnceAPersonHasResumed() {
    clock.at(
        100,
        () -> {
          journal.record(new GateActed("g", GateState.FAILING, "9", "c", "t", Reaction.ROLLBACK));
          pausing.begin("gate g", "t");
          board.publish(board.current().reading(Side.SOURCE, 100));
        });
    clock.at(150, () -> pausing.end("anna@host"));
    clock.at(460, () -> pausing.end("anna@host"));
    Rollout rollout = rollout(new SetReads(10), new SetReads(50), new Pause(Duration.ofMinutes(5)));
    var _ = shift(rollout).run();
    assertThat(published)
        .containsExactly("0 s: 10/0", "0 s: 50/0", "100 s: 0/0", "150 s: 10/0", "150 s: 50/0");
    assertThat(begun()).containsExactly(1, 2, 3, 1, 2, 3);
    assertThat(clock.seconds()).as("the pause too").isEqualTo(450);
  }

  @Test
  void anotherManifestTakesNobodyBack() {
    kill(320, CAREFUL);
    pausing.end("anna@host");
    var _ = shift(Rollout.of(List.of(20, 60), Duration.ofSeconds(10))).run();
    assertThat(published).endsWith("330 s: 60/0");
    assertThat(published).noneMatch(said -> said.contains(": 20/"));
  }

  @Test
  void anAnalysisLastsUntilTheGatesHavePassedForSoLong() {
    clock.at(60, () -> notPassing = List.of(gate(GateState.FAILING)));
    clock.at(70, () -> notPassing = List.of());
    Rollout rollout =
        rollout(new SetReads(10), new Analysis(Duration.ofMinutes(2)), new SetReads(50));
    var _ = shift(rollout).run();
    assertThat(published).hasSize(2);
    assertThat(clock.seconds()).isBetween(189L, 191L);
  }

  @Test
  void whereNobodyCanSayAPersonIsAskedAndHisWordIsEnough() {
    notPassing = List.of(gate(GateState.INCONCLUSIVE));
    clock.at(
        500,
        () -> {
          assertThat(journal.state().progress().pause())
              .isNotNull()
              .satisfies(pause -> {
                assertThat(pause.since()).isEqualTo(clock.instantAt(120).toString());
                assertThat(pause.reason()).isEqualTo("gate g is inconclusive: nobody knows");
              });
          pausing.end("anna@host");
        });
    Rollout rollout =
        rollout(new SetReads(10), new Analysis(Duration.ofMinutes(2)), new SetReads(50));
    var _ = shift(rollout).run();
    assertThat(published).containsExactly("0 s: 10/0", "500 s: 50/0");
  }

  @Test
  void aGateThatStaysShutRefusesTheStep() {
    whyNot = List.of(new Problem("lag", "orders", "wait"));
    assertThatThrownBy(() -> shift(CAREFUL).run()).hasMessageContaining("the gate before reads");
    assertThat(published).isEmpty();
  }

  @Test
  void whatIsUndoneIsNeitherReadNorCompared() {
    kill(320, CAREFUL);
    shift(CAREFUL).undo();
    assertThat(published).last().isEqualTo("320 s: 0/0");
  }

  private static Status.Gated gate(GateState state) {
    return new Status.Gated("g", state, null, "c", null, true, "nobody knows");
  }

  private ShiftReads shift(Rollout rollout) {
    board = board();
    return new ShiftReads(
        board,
        new RolloutJournal(journal, rollout, clock::instant),
        clock,
        () -> whyNot,
        () -> notPassing,
        pausing.going(() -> true));
  }

  /// A process that dies at that time.
  private void kill(long seconds, Rollout rollout) {
    clock.killed = seconds;
    pausing = pausing();
    assertThatThrownBy(() -> shift(rollout).run()).isInstanceOf(CrossfadeException.class);
    assertThat(Thread.interrupted()).isTrue();
    clock.killed = Long.MAX_VALUE;
  }

  private Pausing pausing() {
    return new Pausing(journal, clock, clock::instant);
  }

  private RouteBoard board() {
    return new RouteBoard(
        journal.state().route(),
        route -> {
          journal.record(new MigrationEvent.RoutePublished(route));
          published.add(
              "%d s: %d/%d"
                  .formatted(
                      clock.seconds(),
                      route.reads() == Side.TARGET ? route.percent() : 0,
                      route.shadowPercent()));
        },
        clock);
  }

  private List<Integer> begun() {
    return journal.events().stream()
        .map(Recorded::event)
        .filter(RolloutStepBegun.class::isInstance)
        .map(event -> ((RolloutStepBegun) event).number())
        .toList();
  }

  private static final class Clock implements Timing {
    private final Map<Long, Runnable> at = new TreeMap<>();
    private long nanos;
    private long killed = Long.MAX_VALUE;

    void at(long seconds, Runnable happens) {
      at.put(seconds, happens);
    }

    long seconds() {
      return nanos / 1_000_000_000;
    }

    Instant instant() {
      return Instant.ofEpochSecond(0, nanos);
    }

    Instant instantAt(long seconds) {
      return Instant.ofEpochSecond(seconds);
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      nanos += duration.toNanos();
      List.copyOf(at.keySet()).stream()
          .filter(due -> due <= seconds())
          .forEach(due -> Objects.requireNonNull(at.remove(due)).run());
      if (seconds() > 3_600) {
        throw new IllegalStateException("it waits for ever");
      }
      if (seconds() >= killed) {
        throw new InterruptedException();
      }
    }
  }
}
