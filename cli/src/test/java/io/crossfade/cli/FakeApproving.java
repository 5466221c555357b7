package io.crossfade.cli;

import io.crossfade.engine.Approving;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import java.util.List;
import java.util.function.Supplier;

/// Says yes to whatever it is asked.
record FakeApproving(Supplier<List<Status.Approval>> approvals) implements Approving {
  @Override
  public List<Status.Approval> all() {
    return approvals.get();
  }

  @Override
  public void ask(StepName step, String by) {}

  @Override
  public Status.Approval approve(StepName step, String by, String plan) {
    return all().getFirst();
  }

  @Override
  public Status.Approval refuse(StepName step, String by, String reason) {
    return all().getFirst();
  }
}
