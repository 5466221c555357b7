package io.crossfade.engine;

import java.util.List;
import java.util.Map;

/// Steps that are recorded, and that nobody has carried out.
public final class StepsTaken {
  private static final List<StepName> IN_ORDER =
      List.of(
          StepName.PREPARE,
          StepName.BACKFILL,
          StepName.CATCH_UP,
          StepName.FINISH,
          StepName.VERIFY,
          StepName.SHIFT_READS);

  private StepsTaken() {}

  /// @param last itself too
  public static void upTo(StepName last, Journal journal) {
    for (StepName step : IN_ORDER.subList(0, IN_ORDER.indexOf(last) + 1)) {
      journal.record(new MigrationEvent.StepStarted(step));
      journal.record(new MigrationEvent.StepFinished(step, Map.of()));
    }
  }
}
