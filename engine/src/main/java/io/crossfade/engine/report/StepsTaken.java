package io.crossfade.engine.report;

import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.StepName;
import io.crossfade.engine.report.Report.Outcome;
import io.crossfade.engine.report.Report.StepTaken;
import io.crossfade.engine.shape.KnownTable;
import io.crossfade.engine.steps.Prepare;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The steps, each time that one was begun.
final class StepsTaken {
  private final List<StepTaken> taken = new ArrayList<>();

  void started(StepName step, Instant at) {
    cutOff();
    taken.add(new StepTaken(step, at, null, Outcome.UNDER_WAY, Map.of(), ""));
  }

  void finished(MigrationEvent.StepFinished e, Instant at) {
    end(e.step(), at, Outcome.DONE, facts(e.facts()), "");
  }

  void failed(MigrationEvent.StepFailed e, Instant at) {
    end(e.step(), at, Outcome.FAILED, Map.of(), e.errorCode() + ": " + e.message());
  }

  /// Nobody carries on what was under way; a successor may still say how it ended.
  void cutOff() {
    if (!taken.isEmpty() && taken.getLast().outcome() == Outcome.UNDER_WAY) {
      StepTaken open = taken.removeLast();
      taken.add(new StepTaken(open.step(), open.began(), null, Outcome.CUT_OFF, open.facts(), ""));
    }
  }

  List<StepTaken> all() {
    return taken;
  }

  private void end(
      StepName step, Instant at, Outcome outcome, Map<String, String> facts, String error) {
    for (int i = taken.size() - 1; i >= 0; i--) {
      StepTaken open = taken.get(i);
      if (open.step() == step) {
        taken.set(i, new StepTaken(step, open.began(), at, outcome, facts, error));
        return;
      }
    }
  }

  /// Without those that only we need.
  private static Map<String, String> facts(Map<String, String> all) {
    return all.entrySet().stream()
        .filter(fact -> !fact.getKey().startsWith(Prepare.TYPE))
        .filter(fact -> !KnownTable.isFact(fact.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
