package io.crossfade.engine.manifest;

import io.crossfade.engine.calendar.Calendar;
import java.time.Duration;
import java.util.List;

/// How traffic moves once the data is there.
///
/// @param strategy how the data gets there and stays equal; `cdc` or `dual-write`, see
///   [io.crossfade.engine.strategies.Strategies]
/// @param reads the growing percentages of the reads that go to the target before the cutover; may
///   be empty
/// @param bake how long each of them has to last
/// @param reverse what a rollback promises where the new side has died
/// @param calendar when steps may begin
/// @param gates the conditions that the manifest names itself, see docs/gates.md
/// @param approvals the steps that need more than one person, in the order of the steps
public record Course(
    String strategy,
    List<Integer> reads,
    Duration bake,
    CutoverSettings cutover,
    ReverseMode reverse,
    Calendar calendar,
    List<GateRule> gates,
    List<ApprovalRule> approvals) {
  public static final Course DEFAULT =
      new Course(
          "cdc",
          List.of(10, 50, 100),
          Duration.ZERO,
          CutoverSettings.DEFAULT,
          ReverseMode.ASYNCHRONOUS,
          Calendar.ALWAYS,
          List.of(),
          List.of());

  public Course {
    reads = List.copyOf(reads);
    gates = List.copyOf(gates);
    approvals = List.copyOf(approvals);
  }
}
