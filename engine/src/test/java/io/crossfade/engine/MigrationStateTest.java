package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.MigrationEvent.FailedOver;
import io.crossfade.engine.MigrationEvent.LogGivenUp;
import io.crossfade.engine.MigrationEvent.MigrationCreated;
import io.crossfade.engine.MigrationEvent.MigrationEnded;
import io.crossfade.engine.MigrationEvent.Outcome;
import io.crossfade.engine.MigrationEvent.Paused;
import io.crossfade.engine.MigrationEvent.RehearsalStarted;
import io.crossfade.engine.MigrationEvent.Rehearsed;
import io.crossfade.engine.MigrationEvent.Resumed;
import io.crossfade.engine.MigrationEvent.RoutePublished;
import io.crossfade.engine.MigrationEvent.StepFailed;
import io.crossfade.engine.MigrationEvent.StepFinished;
import io.crossfade.engine.MigrationEvent.StepStarted;
import io.crossfade.engine.MigrationEvent.StepUndone;
import io.crossfade.engine.MigrationEvent.SwitchDecided;
import io.crossfade.engine.MigrationEvent.SwitchFinished;
import io.crossfade.engine.MigrationEvent.SwitchStarted;
import io.crossfade.engine.MigrationEvent.TargetGivenUp;
import io.crossfade.engine.MigrationEvent.ThrottleSet;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class MigrationStateTest {
  private MigrationState state = MigrationState.initial("shop");

  @Test
  void aMigrationGoesThroughAllStepsBackAndForthAndEnds() {
    upToReadsShifted();
    switches(1, StepName.CUTOVER, Decision.FLIP);
    assertThat(state.phase()).isEqualTo(Phase.CUT_OVER);
    assertThat(state.authoritative()).isEqualTo(Side.TARGET);

    switches(2, StepName.ROLLBACK, Decision.FLIP);
    assertThat(state.phase()).isEqualTo(Phase.ROLLED_BACK);
    assertThat(state.authoritative()).isEqualTo(Side.SOURCE);

    switches(3, StepName.CUTOVER, Decision.FLIP);
    does(StepName.BAKE);
    given(new StepStarted(StepName.CLEANUP));
    given(new StepFinished(StepName.CLEANUP, Map.of()));
    given(new MigrationEnded(Outcome.CLEANED));
    assertThat(state.phase()).isEqualTo(Phase.CLEANED);
    assertThat(state.legal()).isEmpty();
  }

  @Test
  void anAbortedSwitchLeavesEverythingWhereItWas() {
    upToReadsShifted();
    given(new StepStarted(StepName.CUTOVER));
    given(new SwitchStarted(1, Side.SOURCE, Side.TARGET, 5000));
    given(new SwitchDecided(1, Decision.ABORT, "the deadline passed"));
    given(new SwitchFinished(1, Map.of()));
    given(new StepFailed(StepName.CUTOVER, ErrorCode.DEADLINE_PASSED, "too slow"));

    assertThat(state.phase()).isEqualTo(Phase.READS_SHIFTED);
    assertThat(state.authoritative()).isEqualTo(Side.SOURCE);
    assertThat(state.switches().open()).isNull();
    assertThat(state.progress().lastError()).isNotNull();
    assertThat(state.legal()).contains(StepName.CUTOVER, StepName.ABORT);
  }

  @Test
  void whileASwitchIsOpenOnlyThatSwitchCanGoOn() {
    upToReadsShifted();
    given(new StepStarted(StepName.CUTOVER));
    given(new SwitchStarted(1, Side.SOURCE, Side.TARGET, 5000));
    assertThat(state.legal()).containsExactly(StepName.CUTOVER);

    given(new SwitchDecided(1, Decision.FLIP, "in time"));
    assertThat(state.authoritative()).isEqualTo(Side.TARGET);
    assertThat(state.legal()).containsExactly(StepName.CUTOVER);
    refused(new StepStarted(StepName.ROLLBACK));
    given(new StepStarted(StepName.CUTOVER));
  }

  @Test
  void aRehearsalNeverMovesAnybody() {
    upToReadsShifted();
    given(new StepStarted(StepName.REHEARSE));
    given(new RehearsalStarted(1, Side.SOURCE, Side.TARGET, 5000));
    assertThat(state.legal()).containsExactly(StepName.REHEARSE);
    refused(new SwitchDecided(1, Decision.FLIP, "in time"));
    given(new SwitchDecided(1, Decision.ABORT, "it was a rehearsal"));
    given(new SwitchFinished(1, Map.of()));
    Rehearsed shown = new Rehearsed(1, Side.SOURCE, true, "it was a rehearsal", 7, List.of());
    given(shown);
    given(new StepFinished(StepName.REHEARSE, Map.of()));

    assertThat(state.phase()).isEqualTo(Phase.READS_SHIFTED);
    assertThat(state.authoritative()).isEqualTo(Side.SOURCE);
    switches(2, StepName.CUTOVER, Decision.FLIP);
    assertThat(state.switches().rehearsed()).isEqualTo(shown);
  }

  @Test
  void aPauseLastsUntilItIsEnded() {
    given(new Paused("a@b", "now", "backup"));
    refused(new Paused("a@b", "later", ""));
    upToReadsShifted();
    assertThat(state.progress().pause()).isEqualTo(new Pause("a@b", "now", "backup"));
    given(new Resumed("a@b"));
    refused(new Resumed("a@b"));
    assertThat(state.progress().pause()).isNull();

    given(new Paused("a@b", "now", ""));
    given(new StepStarted(StepName.ABORT));
    assertThat(state.progress().pause()).isNull();
  }

  @Test
  void aDecisionIsNeverTurnedRound() {
    upToReadsShifted();
    given(new StepStarted(StepName.CUTOVER));
    given(new SwitchStarted(1, Side.SOURCE, Side.TARGET, 5000));
    given(new SwitchDecided(1, Decision.ABORT, "the deadline passed"));
    refused(new SwitchDecided(1, Decision.FLIP, "in time"));
    given(new SwitchDecided(1, Decision.ABORT, "told again after a crash"));
  }

  @Test
  void aSwitchMustFitWhatIsWritten() {
    upToReadsShifted();
    refused(new SwitchStarted(1, Side.SOURCE, Side.TARGET, 5000));
    given(new StepStarted(StepName.CUTOVER));
    refused(new SwitchStarted(2, Side.SOURCE, Side.TARGET, 5000));
    refused(new SwitchStarted(1, Side.TARGET, Side.SOURCE, 5000));
    refused(new SwitchDecided(1, Decision.FLIP, "never started"));
    refused(new StepFinished(StepName.CUTOVER, Map.of()));
    given(new SwitchStarted(1, Side.SOURCE, Side.TARGET, 5000));
    refused(new SwitchFinished(1, Map.of()));
  }

  @Test
  void aTargetThatIsGivenUpLeavesNoVerdictBehind() {
    upToReadsShifted();
    VerdictReached clean = new VerdictReached(new TableName("public", "orders"), 9, 0, 0, "0/1");
    given(clean);
    refused(new TargetGivenUp("0/1", "unknown"));
    switches(1, StepName.CUTOVER, Decision.FLIP);
    assertThat(state.verdicts()).containsValue(clean);

    given(new StepStarted(StepName.ROLLBACK));
    given(new SwitchStarted(2, Side.TARGET, Side.SOURCE, 0));
    given(new TargetGivenUp("0/1", "unknown"));
    assertThat(state.verdicts()).isEmpty();
    given(new SwitchDecided(2, Decision.FLIP, "it was given up"));
    given(new SwitchFinished(2, Map.of()));
    assertThat(state.phase()).isEqualTo(Phase.ROLLED_BACK);
  }

  @Test
  void anAbortThatBeganCanOnlyBeContinued() {
    upToReadsShifted();
    given(new StepStarted(StepName.ABORT));
    given(new StepUndone(StepName.SHIFT_READS));
    given(new StepUndone(StepName.VERIFY));
    assertThat(state.phase()).isEqualTo(Phase.FINISHED);
    given(new StepFailed(StepName.ABORT, ErrorCode.TARGET_UNREACHABLE, "gone"));
    assertThat(state.legal()).containsExactly(StepName.ABORT);
    refused(new StepStarted(StepName.VERIFY));

    given(new StepStarted(StepName.ABORT));
    given(new MigrationEnded(Outcome.ABORTED));
    assertThat(state.phase()).isEqualTo(Phase.ABORTED);
    refused(new MigrationCreated("digest", "0.1.0"));
  }

  @Test
  void theTargetOnceWrittenCanNoLongerBeAborted() {
    upToReadsShifted();
    switches(1, StepName.CUTOVER, Decision.FLIP);
    refused(new StepStarted(StepName.ABORT));
    refused(new MigrationEnded(Outcome.ABORTED));
  }

  @Test
  void aLogThatWasGivenUpStandsInTheWayUntilItsStepIsUndone() {
    refused(new LogGivenUp(Direction.FORWARD, 9, 8));
    upToReadsShifted();
    given(new VerdictReached(new TableName("public", "orders"), 9, 0, 0, "0/1"));
    given(new StepStarted(StepName.VERIFY));
    given(new LogGivenUp(Direction.FORWARD, 9L << 20, 8L << 20));
    assertThat(state.progress().current()).isEqualTo(StepName.VERIFY);
    assertThat(state.whatIsWrong())
        .get(InstanceOfAssertFactories.STRING)
        .startsWith("SOURCE_LOG_LOST")
        .contains("kept 9 MB", "is 8 MB. `crossfade run` copies all rows anew");
    assertThat(state.logGivenUp(Direction.REVERSE)).isEmpty();

    for (StepName step :
        List.of(
            StepName.SHIFT_READS,
            StepName.VERIFY,
            StepName.FINISH,
            StepName.CATCH_UP,
            StepName.BACKFILL)) {
      given(new StepUndone(step));
      assertThat(state.logGivenUp(Direction.FORWARD)).isPresent();
    }
    assertThat(state.verdicts()).isEmpty();
    given(new StepUndone(StepName.PREPARE));
    assertThat(state.whatIsWrong()).isEmpty();
    assertThat(state.phase()).isEqualTo(Phase.NEW);
  }

  @Test
  void aServerThatWasFailedOverTakesTheVerdictsAndTheLogThatEndedWithIt() {
    FailedOver source =
        new FailedOver(
            Side.SOURCE, "7 on timeline 1", "7 on timeline 2", List.of(Direction.FORWARD));
    refused(source);
    upToReadsShifted();
    given(new VerdictReached(new TableName("public", "orders"), 9, 0, 0, "0/1"));
    given(new FailedOver(Side.TARGET, "8 on timeline 1", "8 on timeline 2", List.of()));
    assertThat(state.verdicts()).isEmpty();
    assertThat(state.whatIsWrong()).isEmpty();
    assertThat(state.progress().server(Side.TARGET)).contains(new KnownServer("8", 2));

    given(source);
    assertThat(state.progress().server(Side.SOURCE)).contains(new KnownServer("7", 2));
    assertThat(state.whatIsWrong())
        .get(InstanceOfAssertFactories.STRING)
        .contains("SOURCE was failed over", "`crossfade run` copies all rows anew");
  }

  @Test
  void whatAPersonSaysOfThePaceStays() {
    assertThat(state.progress().pace()).isEqualTo(PaceSetting.ADAPTIVE);
    given(new ThrottleSet("anna@db1", PaceSetting.Mode.LIMITED, 70));
    upToReadsShifted();
    assertThat(state.progress().pace()).isEqualTo(PaceSetting.limited(70));
    given(new ThrottleSet("anna@db1", PaceSetting.Mode.OFF, 0));
    assertThat(state.progress().pace()).isEqualTo(PaceSetting.OFF);
  }

  @Test
  void aStepLeavesFactsUntilItIsUndone() {
    given(new StepStarted(StepName.PREPARE));
    given(new StepFinished(StepName.PREPARE, Map.of("slot", "crossfade_shop")));
    assertThat(state.progress().fact(StepName.PREPARE, "slot")).contains("crossfade_shop");
    assertThat(state.progress().hasFinished(StepName.PREPARE)).isTrue();

    given(new StepUndone(StepName.PREPARE));
    assertThat(state.progress().fact(StepName.PREPARE, "slot")).isEmpty();
    assertThat(state.phase()).isEqualTo(Phase.NEW);
  }

  @Test
  void aFailedStepStandsStillUntilItIsStartedAgain() {
    given(new StepStarted(StepName.PREPARE));
    given(new StepFailed(StepName.PREPARE, ErrorCode.PREFLIGHT_FAILED, "no rights"));
    assertThat(state.progress().current()).isEqualTo(StepName.PREPARE);
    assertThat(state.progress().lastError()).isNotNull();

    given(new StepStarted(StepName.PREPARE));
    assertThat(state.progress().lastError()).isNull();
  }

  @Test
  void onlyTheStepThatWasStartedCanFinish() {
    refused(new StepStarted(StepName.BACKFILL));
    refused(new StepFinished(StepName.PREPARE, Map.of()));
  }

  @Test
  void theEpochNeverFalls() {
    Route route = Route.initial("shop").reading(Side.TARGET, 50);
    given(new RoutePublished(route));
    given(new RoutePublished(route));
    assertThat(state.route()).isEqualTo(route);
    refused(new RoutePublished(Route.initial("shop")));
  }

  @Test
  void theLastVerdictOfEachTableIsKept() {
    TableName table = new TableName("public", "orders");
    given(new VerdictReached(table, 10, 1, 0, "0/1"));
    VerdictReached newer = new VerdictReached(table, 10, 0, 0, "0/2");
    given(newer);
    assertThat(state.verdicts()).containsExactly(Map.entry(table, newer));
  }

  private void upToReadsShifted() {
    does(StepName.PREPARE);
    does(StepName.BACKFILL);
    does(StepName.CATCH_UP);
    does(StepName.FINISH);
    does(StepName.VERIFY);
    does(StepName.SHIFT_READS);
    assertThat(state.phase()).isEqualTo(Phase.READS_SHIFTED);
  }

  private void does(StepName step) {
    given(new StepStarted(step));
    given(new StepFinished(step, Map.of()));
  }

  private void switches(int number, StepName step, Decision decision) {
    Side from = state.authoritative();
    given(new StepStarted(step));
    given(new SwitchStarted(number, from, from.other(), 5000));
    given(new SwitchDecided(number, decision, "the test wants it"));
    given(new SwitchFinished(number, Map.of()));
    given(new StepFinished(step, Map.of()));
  }

  private void given(MigrationEvent event) {
    state = state.after(event);
  }

  private void refused(MigrationEvent event) {
    assertThatThrownBy(() -> state.after(event))
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining("cannot go on");
  }
}
