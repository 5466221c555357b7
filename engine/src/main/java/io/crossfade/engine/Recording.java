package io.crossfade.engine;

import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.Map;
import java.util.function.Supplier;

/// Records how steps begin and how they fail; and of a switch, what it led to.
record Recording(Journal journal) {

  <T> T step(StepName step, Supplier<T> work) {
    journal.record(new MigrationEvent.StepStarted(step));
    try {
      return work.get();
    } catch (CrossfadeException e) {
      journal.record(new MigrationEvent.StepFailed(step, e.code(), "" + e.getMessage()));
      throw e;
    }
  }

  SwitchReport moved(StepName step, Supplier<SwitchReport> work) {
    SwitchReport report = step(step, work);
    if (report.decision() == Decision.FLIP) {
      journal.record(new MigrationEvent.StepFinished(step, Map.of()));
    } else {
      journal.record(
          new MigrationEvent.StepFailed(step, ErrorCode.DEADLINE_PASSED, report.reason()));
    }
    return report;
  }
}
