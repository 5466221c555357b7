package io.crossfade.engine.approvals;

import io.crossfade.connector.Problem;
import io.crossfade.engine.Approving;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.ApprovalAsked;
import io.crossfade.engine.MigrationEvent.ApprovalGiven;
import io.crossfade.engine.MigrationEvent.ApprovalRefused;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Progress;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import io.crossfade.engine.manifest.ApprovalRule;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Keeps a step from beginning until enough people have approved the plan as it is now. Never a way
/// back: who needs it needs it now. See docs/approvals.md.
public final class ApprovalGate implements Approving {
  private final Journal journal;
  private final InstantSource clock;
  private final ApprovalFor rules;

  /// What is approved.
  ///
  /// @param plan its digest, see [PlanDigest]
  /// @param giver who has given the manifest, and so asks for what it does by itself
  public record ApprovalFor(List<ApprovalRule> rules, String plan, String giver) {
    public ApprovalFor {
      rules = List.copyOf(rules);
    }

    Optional<ApprovalRule> rule(StepName step) {
      return rules.stream().filter(rule -> rule.step() == step).findFirst();
    }
  }

  public ApprovalGate(ApprovalFor rules, Journal journal, InstantSource clock) {
    this.rules = rules;
    this.journal = journal;
    this.clock = clock;
  }

  /// For a step that the plan takes by itself: whether it may begin. Asks for what is missing in
  /// the name of whoever has given the manifest; once, for a no stands until a person asks anew.
  public boolean mayBegin(StepName step) {
    if (missing(step).isEmpty()) {
      return true;
    }
    if (request(step).isEmpty()) {
      ask(step, rules.giver());
    }
    return false;
  }

  /// What speaks against beginning the step.
  public List<Problem> before(StepName step) {
    return missing(step)
        .map(approval -> new Problem(approval.text(), "the approval", wayOut(step)))
        .stream()
        .toList();
  }

  /// AWAITING_APPROVAL unless the step may begin.
  public void require(StepName step) {
    missing(step)
        .ifPresent(approval -> {
          throw new CrossfadeException(
              ErrorCode.AWAITING_APPROVAL,
              "%s was not begun: %s. %s, then give this command again."
                  .formatted(step.spelled(), approval.text(), wayOut(step)),
              Map.of("step", step.spelled(), "plan", approval.plan()));
        });
  }

  private static String wayOut(StepName step) {
    return "Approvers say `crossfade approve --step %s`".formatted(step.spelled());
  }

  /// For a plan: who has to approve which step.
  public List<String> notes() {
    return rules.rules().isEmpty()
        ? List.of()
        : List.of(
            "approval: the digest of this plan is " + rules.plan(),
            rules.rules().stream()
                .map(rule -> "%s needs %s".formatted(rule.step().spelled(), rule))
                .collect(Collectors.joining("; ", "approval: ", "")));
  }

  @Override
  public List<Status.Approval> all() {
    MigrationState state = journal.state();
    return rules.rules().stream()
        .filter(rule -> isStillToCome(rule.step(), state))
        .map(rule -> look(rule, state))
        .toList();
  }

  @Override
  public synchronized void ask(StepName step, String by) {
    // while the store is away, whoever wants the step is refused for that
    if (journal.away().isEmpty() && missing(step).isPresent() && asked(step).isEmpty()) {
      int count = rules.rule(step).orElseThrow().count();
      journal.record(new ApprovalAsked(step, rules.plan(), count, by, now().toString()));
    }
  }

  @Override
  public synchronized Status.Approval approve(StepName step, String by, String plan) {
    ApprovalRule rule = rule("approve", step, by);
    if (!PlanDigest.isMeant(rules.plan(), plan)) {
      throw new CrossfadeException(
          ErrorCode.CHANGED_MEANWHILE,
          "the digest given is not that of the plan as it is now, which is %s (at least twelve digits are needed). Look at it with `crossfade plan`, then approve it."
              .formatted(PlanDigest.brief(rules.plan())),
          Map.of("plan", rules.plan()));
    }
    Instant now = now();
    ApprovalGiven given =
        new ApprovalGiven(
            step, rules.plan(), by, now.toString(), now.plus(rule.expires()).toString());
    journal
        .state()
        .approvals()
        .whyNot(given)
        .ifPresent(why -> {
          throw notNow("approve", step, why);
        });
    journal.record(given);
    return look(rule, journal.state());
  }

  @Override
  public synchronized Status.Approval refuse(StepName step, String by, String reason) {
    ApprovalRule rule = rule("refuse", step, by);
    Request open =
        journal
            .state()
            .approvals()
            .request(step)
            .filter(request -> request.refusal() == null)
            .orElseThrow(() -> notNow("refuse", step, "nobody asks for it"));
    if (journal.state().switches().open() != null) {
      throw notNow("refuse", step, "a switch is under way. `crossfade rollback` is the way back");
    }
    journal.record(new ApprovalRefused(step, open.plan(), by, reason));
    return look(rule, journal.state());
  }

  /// The rule by which this one may say something.
  private ApprovalRule rule(String verb, StepName step, String by) {
    journal
        .away()
        .ifPresent(why -> {
          throw notNow(verb, step, "it has to be recorded, and cannot be: " + why);
        });
    if (journal.state().phase().isEnd()) {
      throw notNow(verb, step, "the migration has ended");
    }
    ApprovalRule rule =
        rules
            .rule(step)
            .orElseThrow(() -> notNow(verb, step, "its manifest wants no approval for it"));
    if (!rule.counts(by)) {
      throw new CrossfadeException(
          ErrorCode.NOT_PERMITTED,
          "what %s says of %s does not count: the manifest names %s"
              .formatted(by, step.spelled(), String.join(", ", rule.from())));
    }
    return rule;
  }

  private static CrossfadeException notNow(String verb, StepName step, String why) {
    return new CrossfadeException(
        ErrorCode.NOT_ALLOWED_NOW,
        "%s %s is not possible now: %s".formatted(verb, step.spelled(), why));
  }

  /// Empty where the step may begin, or cannot for other reasons, or has begun.
  private Optional<Status.Approval> missing(StepName step) {
    MigrationState state = journal.state();
    return rules
        .rule(step)
        .filter(_ -> isStillToBegin(step, state))
        .map(rule -> look(rule, state))
        .filter(approval -> !approval.open());
  }

  private boolean isStillToBegin(StepName step, MigrationState state) {
    return state.legal().contains(step)
        && state.switches().open() == null
        && state.progress().ending() == null
        && !haveReadsMoved(step, state);
  }

  /// By this plan: then the shares that are left are part of what was approved.
  private boolean haveReadsMoved(StepName step, MigrationState state) {
    return step == StepName.SHIFT_READS
        && state.progress().current() == step
        && state.route().reads() == Side.TARGET
        && asked(step).isPresent();
  }

  /// Reads do not move by themselves any more once writes have.
  private static boolean isStillToCome(StepName step, MigrationState state) {
    Progress progress = state.progress();
    return !state.phase().isEnd()
        && switch (step) {
          case SHIFT_READS ->
              !progress.hasFinished(step) && !progress.hasFinished(StepName.CUTOVER);
          case CUTOVER -> state.legal().contains(step) || !progress.hasFinished(step);
          case CLEANUP -> true;
          case PREPARE, BACKFILL, CATCH_UP, FINISH, VERIFY, BAKE, ROLLBACK, ABORT, REHEARSE ->
              false;
        };
  }

  /// What is asked for of the plan as it is now, and nobody has refused.
  private Optional<Request> asked(StepName step) {
    return request(step).filter(open -> open.refusal() == null);
  }

  /// The same, refused or not.
  private Optional<Request> request(StepName step) {
    return journal
        .state()
        .approvals()
        .request(step)
        .filter(open -> open.plan().equals(rules.plan()));
  }

  private Status.Approval look(ApprovalRule rule, MigrationState state) {
    return Standing.of(rule, rules.plan(), state.approvals().request(rule.step()), clock.instant());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
