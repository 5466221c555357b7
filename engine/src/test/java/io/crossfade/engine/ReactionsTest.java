package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent.GateActed;
import io.crossfade.engine.MigrationEvent.ReactionRevoked;
import io.crossfade.engine.gates.GateState;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a gate asks for is owed until it is done, revoked, or the gate passes again.
class ReactionsTest {
  private final WatchedBake bake = new WatchedBake();

  @AfterEach
  void stop() {
    bake.close();
  }

  @Test
  void whatFailsIsToldOnceAndRolledBackUntilThatIsNotRefused() {
    bake.measured = seconds -> seconds < 10 ? 1 : 9;
    bake.watch(Reaction.ROLLBACK, 100);
    assertThat(bake.events(GateActed.class))
        .singleElement()
        .satisfies(acted -> {
          assertThat(acted.does()).isEqualTo(Reaction.ROLLBACK);
          assertThat(acted.value()).isEqualTo("9.0");
          assertThat(acted.text()).contains("lag-ms is 9, wanted: result <= 5");
        });
    assertThat(bake.asked).containsExactly("rollback", "rollback", "rollback");
    assertThat(bake.journal.state().switches().isBaking()).isTrue();
    assertThat(bake.journal.state().switches().failed()).isEqualTo("g");
  }

  @Test
  void whatPassesAgainIsNotRolledBackAnyMore() {
    bake.measured = seconds -> seconds < 10 || seconds > 13 ? 1 : 9;
    bake.watch(Reaction.ROLLBACK, 70);
    assertThat(bake.asked).as("refused while it failed").containsExactly("rollback");
    assertThat(bake.events(ReactionRevoked.class))
        .singleElement()
        .satisfies(revoked -> assertThat(revoked.by()).isEqualTo("crossfade"));
    assertThat(bake.journal.state().switches().isBaking()).as("it has gone on").isFalse();
  }

  /// As where those who fail stay away, and too few are left to say.
  @Test
  void whatMayBeLuckDoesNotRevokeARollback() {
    bake.counted = true;
    bake.measured = seconds -> seconds < 10 ? 1 : seconds < 15 ? 60 : 9;
    bake.watch(Reaction.ROLLBACK, 100);
    assertThat(Objects.requireNonNull(bake.gates).status().getFirst().state())
        .isEqualTo(GateState.PASSING);
    assertThat(bake.asked).containsExactly("rollback", "rollback", "rollback");
    assertThat(bake.wanted).containsOnly(true);
    assertThat(bake.events(ReactionRevoked.class)).isEmpty();
    assertThat(bake.journal.state().switches().isBaking()).as("it does not end").isTrue();
    bake.measured = _ -> 1;
    bake.watch(Reaction.ROLLBACK, 10);
    assertThat(bake.events(ReactionRevoked.class)).hasSize(1);
  }

  @Test
  void rightBeforeTheSwitchItsReasonIsLookedAtAgain() {
    bake.measured = seconds -> seconds < 10 ? 1 : 9;
    bake.beforeTheSwitch =
        () -> {
          bake.measured = _ -> 1;
          bake.look(10);
        };
    bake.watch(Reaction.ROLLBACK, 30);
    assertThat(bake.asked).containsExactly("rollback");
    assertThat(bake.wanted).containsExactly(false);
  }

  @Test
  void whatAPersonHasRolledBackIsNotRolledBackASecondTime() {
    bake.measured = seconds -> seconds < 10 ? 1 : 9;
    bake.beforeTheSwitch =
        () -> {
          bake.move(StepName.ROLLBACK, 2, Side.TARGET);
          bake.move(StepName.CUTOVER, 3, Side.SOURCE);
        };
    bake.watch(Reaction.ROLLBACK, 12);
    assertThat(bake.wanted).containsExactly(false);
    assertThat(bake.journal.state().switches().owed()).isNull();
  }

  @Test
  void aPersonWhoResumesRevokesARollback() {
    bake.measured = seconds -> seconds < 10 ? 1 : 9;
    bake.watch(Reaction.ROLLBACK, 15);
    assertThat(bake.asked).containsExactly("rollback");
    Pausing pausing = new Pausing(bake.journal, bake.clock(), bake::now);
    assertThat(pausing.end("anna@host")).isEqualTo(new Control.PauseReport(true, null));
    bake.watch(Reaction.ROLLBACK, 60);
    assertThat(bake.asked).as("it fails still").containsExactly("rollback");
    assertThat(bake.events(ReactionRevoked.class))
        .containsExactly(new ReactionRevoked("anna@host", "g", "resumed"));
    assertThat(bake.journal.state().switches().isBaking()).as("until it passes").isTrue();
    bake.measured = _ -> 1;
    bake.watch(Reaction.ROLLBACK, 10);
    assertThat(bake.journal.state().switches().isBaking()).isFalse();
    assertThat(pausing.end("anna@host")).isEqualTo(new Control.PauseReport(false, null));
  }

  @Test
  void aRollbackThatIsNotPossibleAnyMoreIsToldOnceAndAPersonDecides() {
    bake.measured = seconds -> seconds < 10 ? 1 : 9;
    bake.watch(Reaction.ROLLBACK, 5);
    bake.journal.record(new MigrationEvent.LogGivenUp(Direction.REVERSE, 9 << 20, 1 << 20));
    bake.watch(Reaction.ROLLBACK, 100);
    assertThat(bake.asked).containsExactly("pause");
    assertThat(bake.events(ReactionRevoked.class))
        .singleElement()
        .satisfies(revoked -> assertThat(revoked.why()).contains("is not possible", "given up"));
    new Pausing(bake.journal, bake.clock(), bake::now).end("anna@host");
    bake.measured = _ -> 1;
    bake.watch(Reaction.ROLLBACK, 10);
    assertThat(Objects.requireNonNull(bake.baking).beforeCleanup()).isEmpty();
  }

  @Test
  void whatBeganToFailMeanwhileIsAskedForOnceTheOtherOneIsRevoked() {
    bake.measured = seconds -> seconds < 10 || seconds > 40 ? 1 : 9;
    bake.measuredToo = seconds -> seconds < 20 ? 1 : 9;
    bake.watch(Reaction.ROLLBACK, 35);
    assertThat(bake.events(GateActed.class)).extracting(GateActed::gate).containsExactly("g");
    bake.watch(Reaction.ROLLBACK, 40);
    assertThat(bake.events(GateActed.class))
        .extracting(GateActed::gate)
        .containsExactly("g", "too");
  }

  @Test
  void aPauseThatFailsIsTriedAgainByTheNextProcessToo() {
    bake.measured = seconds -> seconds < 10 ? 1 : 9;
    bake.refusesPause = true;
    bake.watch(Reaction.PAUSE, 13);
    assertThat(bake.asked).hasSizeGreaterThan(1).containsOnly("pause");
    bake.nextProcess();
    bake.measuring = false;
    bake.refusesPause = false;
    bake.asked.clear();
    bake.watch(Reaction.PAUSE, 5);
    assertThat(bake.asked).containsExactly("pause");
    assertThat(bake.journal.state().progress().pause()).isNotNull();
    assertThat(bake.events(GateActed.class)).hasSize(1);
  }

  @Test
  void aProcessThatDiedBetweenThePauseAndTheReadsIsSucceeded() {
    StepsTaken.upTo(StepName.SHIFT_READS, bake.journal);
    RouteBoard board = bake.board();
    board.publish(board.current().reading(Side.TARGET, 100));
    bake.journal.record(
        new GateActed("g", GateState.FAILING, "9.0", "c", "t", Reaction.ROLLBACK)); // and died
    bake.measuring = false;
    bake.watch(board, Reaction.ROLLBACK, 3);
    assertThat(bake.asked).containsExactly("pause");
    assertThat(board.current().reads()).isEqualTo(Side.SOURCE);
    assertThat(bake.journal.state().switches().owed()).isNull();
  }
}
