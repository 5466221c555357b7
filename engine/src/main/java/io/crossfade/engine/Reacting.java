package io.crossfade.engine;

import io.crossfade.engine.Control.EndReport;
import io.crossfade.engine.Control.PauseReport;
import java.util.function.BooleanSupplier;

/// What a gate may ask for.
interface Reacting {
  PauseReport pause(String by, String reason);

  /// As [Control#rollback], unless it is no longer wanted when its turn has come.
  void rollBackIf(BooleanSupplier wanted);

  EndReport abort();
}
