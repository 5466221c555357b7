package io.crossfade.engine;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Something that a person can do now.
///
/// @param command as typed after `crossfade`, without the migration's name
public record NextStep(String command, String does) {
  /// The moves that a person makes; all others are made by `run`.
  private static final Set<StepName> VERBS =
      EnumSet.of(
          StepName.VERIFY, StepName.CUTOVER, StepName.ROLLBACK, StepName.CLEANUP, StepName.ABORT);

  /// What is left while the target is away: to wait, or this.
  public static List<NextStep> withoutTarget(MigrationState state) {
    return state.legal().contains(StepName.ROLLBACK)
        ? List.of(
            new NextStep(
                "rollback --accept-loss",
                "goes back without the target, and gives up what it has not sent back"))
        : List.of();
  }

  /// What is legal now, in the order of the table of moves.
  public static List<NextStep> of(MigrationState state) {
    return state.legal().stream()
        .filter(VERBS::contains)
        .map(step -> new NextStep(step.spelled(), step.does()))
        .toList();
  }
}
