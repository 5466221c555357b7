package io.crossfade.engine;

import java.util.List;

/// The status of a migration that no process carries on: what its log tells. What only the two
/// databases know, such as the lag, is left open.
public final class RecordedStatus {
  private static final NextStep RUN = new NextStep("run MANIFEST", "goes on");

  private RecordedStatus() {}

  public static Status of(MigrationState state) {
    boolean ended = state.phase().isEnd();
    var error = state.progress().lastError();
    return new Status(
        new Status.Where(state.migration(), state.phase(), state.progress().current(), false),
        Status.Copying.recorded(state.progress()),
        Status.Following.NONE,
        Status.Comparing.of(state.verdicts().values(), 0),
        new Status.Traffic(
            state.route(),
            state.authoritative(),
            0,
            new Status.Readiness(
                false, List.of(ended ? "the migration has ended" : "no process carries it on"))),
        new Status.Outlook(
            ended ? null : RUN.command(),
            error == null ? null : error.errorCode() + ": " + error.message(),
            ended ? List.of() : List.of(RUN)));
  }
}
