package io.crossfade.engine;

import io.crossfade.engine.steps.Prepare;
import io.crossfade.model.Side;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
    Stream<NextStep> verbs =
        state.legal().stream()
            .filter(VERBS::contains)
            .map(step -> new NextStep(step.spelled(), step.does()));
    return Stream.concat(verbs, notes(state).stream()).toList();
  }

  /// Nobody should cut over without having read what is not carried.
  private static Optional<NextStep> notes(MigrationState state) {
    return state
        .progress()
        .fact(StepName.PREPARE, Prepare.NOTES)
        .filter(notes -> !notes.equals("0"))
        .filter(notes -> !state.phase().isEnd() && state.authoritative() == Side.SOURCE)
        .map(notes ->
            new NextStep(
                "plan MANIFEST",
                "shows what is not carried to the target, and casts that lose something (notes: %s)"
                    .formatted(notes)));
  }
}
