package io.crossfade.engine;

import io.crossfade.engine.steps.Step;
import java.util.List;

/// Undoes steps, so that the next run makes them again on other ground.
final class StepsBack {
  private final Setup setup;
  private final Journal journal;
  private final List<Step> steps;
  private final TakeUp takeUp;

  StepsBack(Setup setup, Journal journal, List<Step> steps, TakeUp takeUp) {
    this.setup = setup;
    this.journal = journal;
    this.steps = List.copyOf(steps);
    this.takeUp = takeUp;
  }

  /// From the last one back to `first`, which is undone too. Those that were not begun are left
  /// out.
  void to(StepName first) {
    takeUp.refuseOlderStore(); // it may have been made anew already, and more
    setup.takeLeases(); // what another state directory has begun is not ours to undo
    for (Step step : steps.reversed()) {
      undo(step);
      if (step.name() == first) {
        return;
      }
    }
  }

  private void undo(Step step) {
    Progress progress = journal.state().progress();
    if (progress.hasFinished(step.name()) || progress.current() == step.name()) {
      step.undo();
      journal.record(new MigrationEvent.StepUndone(step.name()));
    }
  }
}
