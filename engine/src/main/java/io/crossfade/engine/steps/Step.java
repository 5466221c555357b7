package io.crossfade.engine.steps;

import io.crossfade.connector.Problem;
import io.crossfade.engine.StepName;
import java.util.List;
import java.util.Map;

/// One step of a plan. Whatever it does can be checked before, run again after a crash, and undone.
public interface Step {
  StepName name();

  /// What would stop this step now; empty when nothing would. Changes nothing.
  List<Problem> check();

  /// Does the work, or what is left of it. Returns facts worth keeping.
  Map<String, String> run();

  /// Takes back what [#run] did, as far as it came. Repeatable.
  void undo();
}
