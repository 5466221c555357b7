package io.crossfade.engine;

import io.crossfade.connector.Finding;
import io.crossfade.engine.approvals.ApprovalGate;
import io.crossfade.engine.gates.CalendarGate;
import io.crossfade.engine.steps.CatalogNotes;
import io.crossfade.engine.steps.Preflight;
import io.crossfade.engine.steps.Step;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Side;
import java.util.ArrayList;
import java.util.List;

/// What has been and will be done by a migration that runs.
public final class PlanView {
  private final Setup setup;
  private final String strategy;
  private final Journal journal;
  private final List<Step> steps;
  private final CalendarGate calendar;
  private final ApprovalGate approvals;

  public PlanView(
      Setup setup,
      String strategy,
      Journal journal,
      List<Step> steps,
      CalendarGate calendar,
      ApprovalGate approvals) {
    this.approvals = approvals;
    this.setup = setup;
    this.strategy = strategy;
    this.journal = journal;
    this.steps = List.copyOf(steps);
    this.calendar = calendar;
  }

  Control.Plan plan() {
    List<Control.PlannedStep> planned =
        steps.stream()
            .map(s ->
                new Control.PlannedStep(s.name(), s.name().does(), isBehind(s), List.of(), null))
            .toList();
    Preflight preflight = Preflight.of(setup);
    return new Control.Plan(
        setup.lease().migration(), strategy, planned, findings(preflight), notes(preflight));
  }

  /// Once everything is prepared, what was looked for is not there any more, or is ours.
  private List<Finding> findings(Preflight preflight) {
    if (journal.state().phase().isEnd()) {
      return List.of();
    }
    return journal.state().progress().hasFinished(StepName.PREPARE)
        ? calendar.findings()
        : calendar.findingsWith(preflight.findings());
  }

  /// For as long as they can be heeded: after the cutover, a plan does not need the source any
  /// more, and cleanup still has its time.
  private List<String> notes(Preflight preflight) {
    MigrationState state = journal.state();
    if (state.phase().isEnd()) {
      return List.of();
    }
    List<String> notes = new ArrayList<>(calendar.notes());
    notes.addAll(approvals.notes());
    if (state.authoritative() == Side.TARGET) {
      return notes;
    }
    notes.addAll(preflight.notes());
    Progress progress = state.progress();
    if (progress.hasFinished(StepName.PREPARE)) {
      notes.addAll(differences(preflight, progress.hasFinished(StepName.FINISH)));
    }
    return notes;
  }

  /// A plan is shown also while the target is away.
  private static List<String> differences(Preflight preflight, boolean finished) {
    try {
      return preflight.differences(finished).stream().map(CatalogNotes.DIFFERS::concat).toList();
    } catch (CrossfadeException e) {
      return List.of("the target's catalog could not be looked at: " + e.getMessage());
    }
  }

  private boolean isBehind(Step step) {
    return journal.state().progress().hasFinished(step.name());
  }
}
