package io.crossfade.server;

import io.crossfade.engine.Approving;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import java.util.List;

/// Tells back who has said what.
///
/// @param did is told of each yes and no
/// @param asked gets who has asked for what
record FakeApproving(Runnable did, List<String> asked) implements Approving {
  static final Status.Approval APPROVAL =
      new Status.Approval(
          StepName.CUTOVER,
          "f00d",
          2,
          List.of("anna"),
          "dora",
          List.of("anna"),
          null,
          false,
          "1 of 2");

  @Override
  public List<Status.Approval> all() {
    return List.of(APPROVAL);
  }

  @Override
  public void ask(StepName step, String by) {
    asked.add(by + " " + step);
  }

  @Override
  public Status.Approval approve(StepName step, String by, String plan) {
    did.run();
    return said(step, by, plan, "yes");
  }

  @Override
  public Status.Approval refuse(StepName step, String by, String reason) {
    did.run();
    return said(step, by, "f00d", reason);
  }

  private static Status.Approval said(StepName step, String by, String plan, String text) {
    return new Status.Approval(step, plan, 2, List.of(), null, List.of(by), null, true, text);
  }
}
