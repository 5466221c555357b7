package io.crossfade.dashboard;

import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.NextStep;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A status as the engine would tell it, of which a test says what matters to it.
record Shown(
    Phase phase,
    @Nullable StepName step,
    @Nullable String waitsFor,
    @Nullable String error,
    Side written,
    List<String> commands) {

  static Shown in(Phase phase, String... commands) {
    return new Shown(phase, null, null, null, Side.SOURCE, List.of(commands));
  }

  Shown at(StepName current) {
    return new Shown(phase, current, waitsFor, error, written, commands);
  }

  Shown waitingFor(String verb) {
    return new Shown(phase, step, verb, error, written, commands);
  }

  Shown failedWith(String why) {
    return new Shown(phase, step, waitsFor, why, written, commands);
  }

  Shown onTarget() {
    return new Shown(phase, step, waitsFor, error, Side.TARGET, commands);
  }

  Status status() {
    return status(true, 0, List.of());
  }

  Status status(boolean running, long drift, List<String> whyNotBack) {
    MigrationEvent.@Nullable Rehearsed never = null;
    return new Status(
        new Status.Where("shop", phase, step, running),
        new Status.Copying(43, 100, 7, 1, 2, 90L),
        new Status.Following(true, 5L, 12L, 7),
        new Status.Comparing(1, 100, drift, 0, 100),
        new Status.Traffic(
            Route.initial("shop").allOn(written),
            written,
            1,
            new Status.Readiness(whyNotBack.isEmpty(), whyNotBack),
            never),
        Status.Gating.NONE,
        new Status.Outlook(
            waitsFor,
            null,
            new Status.Throttled(PaceSetting.OFF, null, null),
            null,
            error,
            commands.stream().map(c -> new NextStep(c, "does " + c)).toList()));
  }
}
