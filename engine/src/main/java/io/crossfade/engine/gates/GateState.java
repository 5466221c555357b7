package io.crossfade.engine.gates;

/// What a gate says now.
public enum GateState {
  /// It was not measured often enough yet, or its time has not come.
  WAITING,
  PASSING,
  FAILING,
  /// Nobody can say: there is no number, or it neither succeeds nor fails.
  INCONCLUSIVE
}
