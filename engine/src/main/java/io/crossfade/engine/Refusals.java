package io.crossfade.engine;

import io.crossfade.engine.approvals.ApprovalGate;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says no to what is not possible now: with NOT_ALLOWED_NOW and with what is possible instead, or
/// with AWAITING_APPROVAL.
final class Refusals {
  private final Journal journal;
  private final TakeUp takeUp;
  private final Pausing pausing;
  private final ApprovalGate approvals;

  Refusals(Journal journal, TakeUp takeUp, Pausing pausing, ApprovalGate approvals) {
    this.approvals = approvals;
    this.journal = journal;
    this.takeUp = takeUp;
    this.pausing = pausing;
  }

  /// Asked before anything is waited for: a verb that began by itself when the store comes back, or
  /// when the pause ends, long after somebody asked for it, would be a surprise.
  void unlessNow(StepName step) {
    unlessRecordable(step.spelled());
    pausing.refuse(step);
    approvals.require(step);
  }

  void unlessRecordable(String verb) {
    journal
        .away()
        .ifPresent(why -> {
          throw refusal(
              "%s has to be recorded, and cannot be: %s Ask again when it is back."
                  .formatted(verb, why));
        });
  }

  void ifEnded(String verb) {
    if (journal.state().phase().isEnd()) {
      throw because(verb, "the migration has ended");
    }
  }

  /// Asked when it is the step's turn.
  void unlessAllowed(StepName step) {
    CrossfadeException away = takeUp.targetIsAway();
    if (away != null) {
      throw refusal(
          "%s is not possible while the target is away, which is asked again and again; possible is %s (%s)"
              .formatted(
                  step.spelled(),
                  commands(NextStep.withoutTarget(journal.state())),
                  away.getMessage()));
    }
    unlessLegal(step);
    pausing.refuse(step);
    approvals.require(step);
  }

  void unlessLegal(StepName step) {
    List<StepName> legal = journal.state().legal();
    if (!legal.contains(step)) {
      boolean cutOver = journal.state().phase() == Phase.CUT_OVER;
      throw refusal(
          (cutOver && journal.state().progress().isOneWay()
                  ? "%s is not possible any more (%s): "
                      + NextStep.ONE_WAY
                      + ", so the source has nothing of what was written since; possible are %s"
                  : "%s is not possible now (%s); possible are %s")
              .formatted(
                  step.spelled(),
                  journal.state().phase(),
                  legal.stream().map(StepName::spelled).toList()));
    }
  }

  /// @param moving whether a step is under way
  void unlessAwaited(@Nullable StepName step, boolean moving) {
    MigrationState state = journal.state();
    String awaited = NextStep.awaited(state, moving);
    if (step != StepName.CUTOVER || !step.spelled().equals(awaited)) {
      throw refusal(
          "%s; possible are %s"
              .formatted(whyNotAdvanced(step, awaited), commands(NextStep.of(state))));
    }
  }

  CrossfadeException because(String verb, String why) {
    return refusal(
        "%s is not possible now: %s; possible are %s"
            .formatted(verb, why, commands(NextStep.of(journal.state()))));
  }

  private static String whyNotAdvanced(@Nullable StepName step, @Nullable String awaited) {
    if (awaited == null) {
      return "nothing waits for a person's word now";
    }
    return step == null || step.spelled().equals(awaited)
        ? "`crossfade %s` needs its own word, advance does not give it".formatted(awaited)
        : "what waits for a person's word is %s, not %s".formatted(awaited, step.spelled());
  }

  private static List<String> commands(List<NextStep> steps) {
    return steps.stream().map(NextStep::command).toList();
  }

  private static CrossfadeException refusal(String message) {
    return new CrossfadeException(ErrorCode.NOT_ALLOWED_NOW, message);
  }
}
