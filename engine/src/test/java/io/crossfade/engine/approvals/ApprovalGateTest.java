package io.crossfade.engine.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Lease;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MemoryLog;
import io.crossfade.engine.MigrationEvent.ApprovalAsked;
import io.crossfade.engine.MigrationEvent.ApprovalGiven;
import io.crossfade.engine.MigrationEvent.MigrationEnded;
import io.crossfade.engine.MigrationEvent.Outcome;
import io.crossfade.engine.MigrationEvent.RoutePublished;
import io.crossfade.engine.MigrationEvent.StepFailed;
import io.crossfade.engine.MigrationEvent.StepFinished;
import io.crossfade.engine.MigrationEvent.StepStarted;
import io.crossfade.engine.MigrationEvent.StoreRestored;
import io.crossfade.engine.MigrationEvent.SwitchDecided;
import io.crossfade.engine.MigrationEvent.SwitchFinished;
import io.crossfade.engine.MigrationEvent.SwitchStarted;
import io.crossfade.engine.StepName;
import io.crossfade.engine.StepsTaken;
import io.crossfade.engine.approvals.ApprovalGate.ApprovalFor;
import io.crossfade.engine.manifest.ApprovalRule;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApprovalGateTest {
  private static final String PLAN = "0123456789abcdef";
  private static final String OTHER_PLAN = "fedcba9876543210";
  private static final ApprovalRule TWO =
      new ApprovalRule(StepName.CUTOVER, 2, List.of(), Duration.ofHours(24));

  private final MemoryLog log = new MemoryLog();
  private final Journal journal = Journal.open(log, new Lease("shop", "test", 1));
  private final ApprovalGate gate = gate(PLAN, TWO);
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private int switches;

  @BeforeEach
  void comesToTheCutover() {
    StepsTaken.upTo(StepName.VERIFY, journal);
  }

  @Test
  void opensOnceEnoughHaveApprovedWhatSomebodyElseHasAskedFor() {
    refuses(ErrorCode.NOT_ALLOWED_NOW, () -> gate.approve(StepName.CUTOVER, "anna", PLAN), "asked");
    waits("nobody has asked yet");
    gate.ask(StepName.CUTOVER, "dora");
    gate.ask(StepName.CUTOVER, "emil");
    assertThat(log.events(ApprovalAsked.class)).as("once is enough").hasSize(1);
    waits("0 of 2 have approved plan 0123456789ab; dora has asked; all other approvers may");

    assertThat(gate.approve(StepName.CUTOVER, "anna", PLAN).given()).containsExactly("anna");
    waits("1 of 2 have approved plan 0123456789ab: anna");
    refuses(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> gate.approve(StepName.CUTOVER, "anna", PLAN),
        "anna has approved it already");
    assertThat(gate.approve(StepName.CUTOVER, "bert", "0123456789ab").open()).isTrue();
    isOpen();
  }

  @Test
  void nobodyApprovesWhatTheyHaveAskedForWhoeverLetsThatPass() {
    gate.ask(StepName.CUTOVER, "dora");
    refuses(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> gate.approve(StepName.CUTOVER, "dora", PLAN),
        "nobody approves what he asks for");
    String at = now.toString();
    String until = now.plusSeconds(60).toString();
    refuses(
        ErrorCode.INTERNAL,
        () -> journal.record(new ApprovalGiven(StepName.CUTOVER, PLAN, "dora", at, until)),
        "nobody approves what he asks for");
    assertThat(log.events(ApprovalGiven.class)).isEmpty();
  }

  @Test
  void aChangedPlanNeedsNewApprovals() {
    approved();
    ApprovalGate changed = gate(OTHER_PLAN, TWO);
    refuses(
        ErrorCode.AWAITING_APPROVAL,
        () -> changed.require(StepName.CUTOVER),
        "the plan was changed after dora had asked");
    refuses(
        ErrorCode.CHANGED_MEANWHILE,
        () -> changed.approve(StepName.CUTOVER, "anna", PLAN),
        "which is fedcba987654");
    refuses(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> changed.approve(StepName.CUTOVER, "anna", OTHER_PLAN),
        "it was asked for another plan, 0123456789ab");
    changed.ask(StepName.CUTOVER, "dora");
    assertThat(changed.approve(StepName.CUTOVER, "anna", OTHER_PLAN).given())
        .containsExactly("anna");
    refuses(
        ErrorCode.CHANGED_MEANWHILE,
        () -> gate(PLAN, TWO).approve(StepName.CUTOVER, "bert", ""),
        "");
  }

  @Test
  void anApprovalExpiresAndMayBeGivenAgain() {
    approved();
    now = now.plus(Duration.ofHours(24)).minusSeconds(1);
    isOpen();
    now = now.plusSeconds(1);
    waits("0 of 2 have approved");
    gate.approve(StepName.CUTOVER, "anna", PLAN);
    gate.approve(StepName.CUTOVER, "bert", PLAN);
    isOpen();
  }

  @Test
  void aRefusalVoidsAllUntilItIsAskedForAnew() {
    approved();
    assertThat(gate.refuse(StepName.CUTOVER, "anna", "not on a Friday").open()).isFalse();
    waits("anna has refused what dora asked for (not on a Friday)");
    refuses(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> gate.approve(StepName.CUTOVER, "bert", PLAN),
        "it was refused by anna");
    refuses(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> gate.refuse(StepName.CUTOVER, "bert", ""),
        "nobody asks for it");
    gate.ask(StepName.CUTOVER, "dora");
    waits("0 of 2 have approved");
  }

  @Test
  void onlyTheNamedOnesCount() {
    ApprovalGate named =
        gate(
            PLAN,
            new ApprovalRule(StepName.CUTOVER, 1, List.of("anna", "bert"), Duration.ofHours(24)));
    named.ask(StepName.CUTOVER, "anna");
    assertThat(named.all().getFirst().text()).endsWith("of these it counts: bert");
    refuses(
        ErrorCode.NOT_PERMITTED,
        () -> named.approve(StepName.CUTOVER, "emil", PLAN),
        "does not count: the manifest names anna, bert");
    assertThat(named.approve(StepName.CUTOVER, "bert", PLAN).open()).isTrue();
  }

  @Test
  void whatWasApprovedHappensOnce() {
    approved();
    switches(StepName.CUTOVER, Decision.ABORT);
    isOpen();
    switches(StepName.CUTOVER, Decision.FLIP);
    gate.require(StepName.ROLLBACK);
    switches(StepName.ROLLBACK, Decision.FLIP);
    waits("nobody has asked yet");
  }

  /// What was approved before something went wrong is not what is to be done after it.
  @Test
  void aRollbackVoidsTheApprovalOfTheCleanup() {
    ApprovalRule rule = new ApprovalRule(StepName.CLEANUP, 1, List.of(), Duration.ofHours(24));
    ApprovalGate cleanup = gate(PLAN, rule);
    switches(StepName.CUTOVER, Decision.FLIP);
    cleanup.ask(StepName.CLEANUP, "dora");
    cleanup.approve(StepName.CLEANUP, "anna", PLAN);
    cleanup.require(StepName.CLEANUP);
    switches(StepName.ROLLBACK, Decision.FLIP);
    switches(StepName.CUTOVER, Decision.FLIP);
    refuses(
        ErrorCode.AWAITING_APPROVAL,
        () -> cleanup.require(StepName.CLEANUP),
        "nobody has asked yet");
  }

  @Test
  void whoeverHasAskedFromAMachineOfHisIsNobodyElse() {
    gate.ask(StepName.CUTOVER, "dora@laptop");
    refuses(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> gate.approve(StepName.CUTOVER, "dora", PLAN),
        "nobody approves what he asks for");
  }

  @Test
  void aSwitchThatIsUnderWayIsNotRefused() {
    approved();
    journal.record(new StepStarted(StepName.CUTOVER));
    journal.record(new SwitchStarted(1, Side.SOURCE, Side.TARGET, 5_000));
    refuses(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> gate.refuse(StepName.CUTOVER, "anna", ""),
        "`crossfade rollback` is the way back");
  }

  @Test
  void aSwitchThatIsOpenIsEndedWithoutAsking() {
    approved();
    journal.record(new StepStarted(StepName.CUTOVER));
    journal.record(new SwitchStarted(1, Side.SOURCE, Side.TARGET, 5_000));
    now = now.plus(Duration.ofDays(2));
    gate.require(StepName.CUTOVER);
  }

  @Test
  void whatHasEndedNeedsNobodysYes() {
    gate.ask(StepName.CUTOVER, "dora");
    journal.record(new StepStarted(StepName.ABORT));
    journal.record(new StepFinished(StepName.ABORT, Map.of()));
    journal.record(new MigrationEnded(Outcome.ABORTED));
    refuses(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> gate.approve(StepName.CUTOVER, "anna", PLAN),
        "the migration has ended");
    assertThat(gate.all()).isEmpty();
  }

  @Test
  void nobodyWaitsForAStoreThatIsAway() {
    gate.ask(StepName.CUTOVER, "dora");
    log.goesAway();
    gate.ask(StepName.CUTOVER, "emil");
    refuses(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> gate.approve(StepName.CUTOVER, "anna", PLAN),
        "the store is away");
    refuses(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> gate.refuse(StepName.CUTOVER, "anna", ""),
        "the store is away");
  }

  /// It may have been used up since.
  @Test
  void anOlderCopyOfTheStoreHasNoApprovals() {
    approved();
    journal.record(new StoreRestored(1, 2));
    waits("nobody has asked yet");
  }

  @Test
  void aStepOfThePlanIsAskedForByWhoeverGaveTheManifestAndGoesOnOnceBegun() {
    ApprovalGate reads =
        gate(PLAN, new ApprovalRule(StepName.SHIFT_READS, 1, List.of(), Duration.ofHours(1)));
    assertThat(reads.mayBegin(StepName.SHIFT_READS)).isFalse();
    assertThat(reads.mayBegin(StepName.SHIFT_READS)).isFalse();
    assertThat(log.events(ApprovalAsked.class))
        .singleElement()
        .satisfies(asked -> assertThat(asked.by()).isEqualTo("giver"));
    refuses(
        ErrorCode.NOT_ALLOWED_NOW,
        () -> reads.approve(StepName.SHIFT_READS, "giver", PLAN),
        "nobody approves");
    reads.refuse(StepName.SHIFT_READS, "anna", "not yet");
    assertThat(reads.mayBegin(StepName.SHIFT_READS)).isFalse();
    assertThat(log.events(ApprovalAsked.class)).as("a no stands").hasSize(1);
    reads.ask(StepName.SHIFT_READS, "dora");
    reads.approve(StepName.SHIFT_READS, "anna", PLAN);
    assertThat(reads.mayBegin(StepName.SHIFT_READS)).isTrue();
    journal.record(new StepStarted(StepName.SHIFT_READS));
    now = now.plus(Duration.ofDays(2));
    assertThat(reads.mayBegin(StepName.SHIFT_READS)).as("nothing has moved yet").isFalse();
    reads.approve(StepName.SHIFT_READS, "anna", PLAN);
    journal.record(new RoutePublished(journal.state().route().reading(Side.TARGET, 10)));
    now = now.plus(Duration.ofDays(2));
    assertThat(reads.mayBegin(StepName.SHIFT_READS)).as("another process goes on").isTrue();
    ApprovalRule rule = new ApprovalRule(StepName.SHIFT_READS, 1, List.of(), Duration.ofHours(1));
    assertThat(gate(OTHER_PLAN, rule).mayBegin(StepName.SHIFT_READS)).as("all of them").isFalse();
    assertThat(reads.mayBegin(StepName.CUTOVER)).as("it has no rule").isTrue();
  }

  private void approved() {
    gate.ask(StepName.CUTOVER, "dora");
    gate.approve(StepName.CUTOVER, "anna", PLAN);
    gate.approve(StepName.CUTOVER, "bert", PLAN);
    isOpen();
  }

  private void isOpen() {
    gate.require(StepName.CUTOVER);
    assertThat(gate.before(StepName.CUTOVER)).isEmpty();
    assertThat(gate.mayBegin(StepName.CUTOVER)).isTrue();
  }

  private void waits(String why) {
    refuses(ErrorCode.AWAITING_APPROVAL, () -> gate.require(StepName.CUTOVER), why);
    assertThat(gate.before(StepName.CUTOVER)).singleElement().asString().contains(why);
    assertThat(gate.all()).singleElement().satisfies(it -> assertThat(it.open()).isFalse());
  }

  private static void refuses(ErrorCode code, ThrowingCallable work, String why) {
    assertThatThrownBy(work)
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private ApprovalGate gate(String plan, ApprovalRule rule) {
    return new ApprovalGate(new ApprovalFor(List.of(rule), plan, "giver"), journal, () -> now);
  }

  private void switches(StepName step, Decision decision) {
    Side from = step == StepName.CUTOVER ? Side.SOURCE : Side.TARGET;
    switches++;
    journal.record(new StepStarted(step));
    journal.record(new SwitchStarted(switches, from, from.other(), 5_000));
    journal.record(new SwitchDecided(switches, decision, "because"));
    journal.record(new SwitchFinished(switches, Map.of()));
    journal.record(
        decision == Decision.FLIP
            ? new StepFinished(step, Map.of())
            : new StepFailed(step, ErrorCode.DEADLINE_PASSED, "too slow"));
  }
}
