package io.crossfade.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The status of a migration that no process here carries on: what its log tells. What only the two
/// databases know, such as the lag, is left open.
public final class RecordedStatus {
  private RecordedStatus() {}

  /// @param carrier who carries it on elsewhere, for people; null when nobody does
  public static Status of(MigrationState state, @Nullable String carrier) {
    boolean ended = state.phase().isEnd();
    String elsewhere =
        carrier == null ? "no process carries it on" : carrier + " carries it on: ask there";
    return new Status(
        new Status.Where(state.migration(), state.phase(), state.progress().current(), false),
        Status.Copying.recorded(state.progress()),
        Status.Following.NONE,
        Status.Comparing.of(state.verdicts().values(), 0),
        new Status.Traffic(
            state.route(),
            state.authoritative(),
            0,
            new Status.Readiness(false, List.of(ended ? "the migration has ended" : elsewhere)),
            state.switches().rehearsed(),
            Status.Response.UNKNOWN,
            Status.RollingOut.of(state.progress()),
            Status.Ledger.NONE,
            List.of()),
        gating(state),
        new Status.Outlook(
            ended || carrier != null ? null : NextStep.RUN.command(),
            state.progress().pause(),
            new Status.Throttled(state.progress().pace(), null, null),
            null,
            state.whatIsWrong().orElse(null),
            ended || carrier != null ? List.of() : NextStep.withoutProcess(state)));
  }

  /// What the gates say only a process knows.
  private static Status.Gating gating(MigrationState state) {
    Switches.Bake bake = state.switches().bake();
    return bake == null
        ? Status.Gating.NONE
        : new Status.Gating(
            List.of(),
            List.of(),
            new Status.Baking(bake.since(), null, bake.over(), state.switches().failed()),
            List.of());
  }
}
