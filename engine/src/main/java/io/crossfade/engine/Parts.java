package io.crossfade.engine;

import io.crossfade.engine.approvals.ApprovalGate;
import io.crossfade.engine.comparing.Verification;
import io.crossfade.engine.comparing.Watchkeeper;
import io.crossfade.engine.gates.CalendarGate;
import io.crossfade.engine.gates.MeasuredGates;
import io.crossfade.engine.metrics.Anomalies;
import io.crossfade.engine.metrics.Responses;
import io.crossfade.engine.repair.Repair;
import io.crossfade.engine.shape.FollowerWatch;
import io.crossfade.engine.shape.SourceTables;
import io.crossfade.engine.shape.SourceWatch;
import io.crossfade.engine.steps.Cleanup;
import io.crossfade.engine.steps.Cutover;
import io.crossfade.engine.steps.Rehearse;
import io.crossfade.engine.steps.Step;
import io.crossfade.engine.streams.KeptLog;
import io.crossfade.engine.streams.Lag;
import io.crossfade.engine.streams.Streams;
import io.crossfade.engine.switching.Abandon;
import io.crossfade.engine.switching.Switch;
import io.crossfade.engine.throttle.Throttle;
import java.util.List;
import java.util.concurrent.locks.Lock;

/// What the migration is made of; put together by [Assembly].
record Parts(
    Streams streams,
    Lag lag,
    Verification verification,
    Watchkeeper watchkeeper,
    List<Step> steps,
    Cutover cutover,
    Cutover rollback,
    Rehearse rehearse,
    Switch theSwitch,
    TakeUp takeUp,
    Abandon abandon,
    Cleanup cleanup,
    Pausing pausing,
    Throttle throttle,
    KeptLog keptLog,
    SourceTables sourceTables,
    SourceWatch sourceWatch,
    FollowerWatch followerWatch,
    StaleReads staleReads,
    CalendarGate calendar,
    ApprovalGate approvals,
    MeasuredGates gates,
    Baking baking,
    Anomalies anomalies,
    Responses responses,
    Repair repair,
    StatusView statusView,
    PlanView planView) {
  Parts {
    steps = List.copyOf(steps);
  }

  /// Waits for the end of a pause, for the step's window, and for its approval; false when this
  /// process's part ends.
  boolean mayBegin(StepName step) {
    return pausing.mayBegin(step, () -> approvals.mayBegin(step) && calendar.isOpen(step));
  }

  /// Whether an automatic cutover may begin now.
  boolean mayCutOver() {
    return approvals.mayBegin(StepName.CUTOVER) && cutover.check().isEmpty();
  }

  void undo(StepName name) {
    steps.stream().filter(step -> step.name() == name).forEach(Step::undo);
  }

  /// What goes on beside the steps for as long as this process has its part.
  ///
  /// @param means for what a gate asks for
  /// @param moving held by whoever moves traffic
  void watch(Reacting means, Beside beside, Lock moving) {
    beside.run("the measuring of the lag", lag);
    beside.run("the comparing of what is written", watchkeeper);
    beside.run("the watch over the tables of the side that follows", followerWatch);
    beside.run("the throttle", throttle);
    beside.run("the watch over reads", () -> staleReads.watch(moving));
    gates.watches().forEach(watch -> beside.run("the measuring of gates", watch));
    beside.run("the watch for anomalies", anomalies);
    beside.run("the measuring of responses", responses);
    beside.run("the watch over gates", () -> baking.watch(means, beside));
  }
}
