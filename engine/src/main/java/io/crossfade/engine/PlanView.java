package io.crossfade.engine;

import io.crossfade.connector.Finding;
import io.crossfade.engine.steps.Preflight;
import io.crossfade.engine.steps.Step;
import io.crossfade.model.Side;
import java.util.List;

/// What has been and will be done by a migration that runs.
public final class PlanView {
  private final Setup setup;
  private final Journal journal;
  private final List<Step> steps;

  public PlanView(Setup setup, Journal journal, List<Step> steps) {
    this.setup = setup;
    this.journal = journal;
    this.steps = List.copyOf(steps);
  }

  Control.Plan plan() {
    List<Control.PlannedStep> planned =
        steps.stream()
            .map(s ->
                new Control.PlannedStep(s.name(), s.name().does(), isBehind(s), List.of(), null))
            .toList();
    return new Control.Plan(setup.lease().migration(), "cdc", planned, findings(), notes());
  }

  /// Once everything is prepared, what was looked for is not there any more, or is ours.
  private List<Finding> findings() {
    return journal.state().progress().hasFinished(StepName.PREPARE)
        ? List.of()
        : Preflight.of(setup).findings();
  }

  /// For as long as they can be heeded: after the cutover, a plan does not need the source any
  /// more.
  private List<String> notes() {
    MigrationState state = journal.state();
    return state.phase().isEnd() || state.authoritative() == Side.TARGET
        ? List.of()
        : Preflight.of(setup).notes();
  }

  private boolean isBehind(Step step) {
    return journal.state().progress().hasFinished(step.name());
  }
}
