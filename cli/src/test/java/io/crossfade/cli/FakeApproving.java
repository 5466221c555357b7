package io.crossfade.cli;

import io.crossfade.engine.Approving;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Takes every yes and no.
///
/// @param said who has said what
record FakeApproving(Supplier<Status.Gating> gating, List<String> said) implements Approving {
  FakeApproving(Supplier<Status.Gating> gating) {
    this(gating, new CopyOnWriteArrayList<>());
  }

  /// In which dora asks for a cutover.
  static Status.Gating gating(String text) {
    Status.Approval asked =
        new Status.Approval(
            StepName.CUTOVER, "f00", 2, List.of(), "dora", List.of(), null, false, text);
    return new Status.Gating(List.of(), List.of(asked), null, List.of());
  }

  @Override
  public List<Status.Approval> all() {
    return gating.get().approvals();
  }

  @Override
  public void ask(StepName step, String by) {
    said.add("asked for " + step.spelled());
  }

  @Override
  public Status.Approval approve(StepName step, String by, String plan) {
    said.add("%s approves %s".formatted(by, plan));
    return all().getFirst();
  }

  @Override
  public Status.Approval refuse(StepName step, String by, String reason) {
    said.add("%s refuses: %s".formatted(by, reason));
    return all().getFirst();
  }
}
