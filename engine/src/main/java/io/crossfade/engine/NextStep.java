package io.crossfade.engine;

import io.crossfade.engine.steps.CatalogNotes;
import io.crossfade.engine.steps.Prepare;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Something that a person can do now.
///
/// @param command as typed after `crossfade`, without the migration's name
public record NextStep(String command, String does) {
  /// For people, where the manifest has given the way back up.
  public static final String ONE_WAY =
      "there is no way back after the cutover: the manifest says `reverse: none`";

  static final NextStep RUN = new NextStep("run MANIFEST", "goes on");
  private static final NextStep RESUME = new NextStep("resume", "ends the pause");
  private static final NextStep REPAIR =
      new NextStep("repair", "finds and mends what a half-done step has left behind");

  private static final Set<ErrorCode> NOTHING_LEFT =
      EnumSet.of(
          ErrorCode.DEADLINE_PASSED,
          ErrorCode.GATE_REFUSED,
          ErrorCode.PREFLIGHT_FAILED,
          ErrorCode.NOT_RUNNING);

  /// The moves that a person makes; all others are made by `run`.
  private static final Set<StepName> VERBS =
      EnumSet.of(
          StepName.VERIFY,
          StepName.REHEARSE,
          StepName.CUTOVER,
          StepName.ROLLBACK,
          StepName.CLEANUP,
          StepName.ABORT);

  /// What is left while the target is away: to wait, or this.
  public static List<NextStep> withoutTarget(MigrationState state) {
    return state.legal().contains(StepName.ROLLBACK)
        ? List.of(
            new NextStep(
                "rollback --accept-loss",
                "goes back without the target, and gives up what it has not sent back"))
        : List.of();
  }

  /// What is left while no process carries the migration on.
  static List<NextStep> withoutProcess(MigrationState state) {
    return isHalfDone(state)
        ? List.of(RUN, new NextStep(REPAIR.command() + " MANIFEST", REPAIR.does()))
        : List.of(RUN);
  }

  /// The verb by which a person would bring the migration forward; null while nobody is waited for.
  static @Nullable String awaited(MigrationState state, boolean moving) {
    if (state.progress().pause() != null) {
      return RESUME.command();
    }
    return moving || state.switches().isBaking() ? null : awaited(state.phase());
  }

  private static @Nullable String awaited(Phase phase) {
    return switch (phase) {
      case VERIFIED, READS_SHIFTED, ROLLED_BACK -> StepName.CUTOVER.spelled();
      case CUT_OVER -> StepName.CLEANUP.spelled();
      case NEW, PREPARED, BACKFILLED, FOLLOWING, FINISHED, CLEANED, ABORTED -> null;
    };
  }

  /// What is legal now, in the order of the table of moves.
  public static List<NextStep> of(MigrationState state) {
    boolean paused = state.progress().pause() != null;
    Stream<NextStep> verbs =
        state.legal().stream()
            .filter(VERBS::contains)
            .filter(step -> step != StepName.CLEANUP || !state.switches().isBaking())
            .filter(step -> !paused || Pausing.isPossible(step, state))
            .map(step -> new NextStep(step.spelled(), does(step, state)));
    return Stream.of(
            Stream.of(RESUME).filter(_ -> paused),
            Stream.of(REPAIR).filter(_ -> isStuck(state)),
            verbs,
            notes(state).stream(),
            differences(state).stream())
        .flatMap(Function.identity())
        .toList();
  }

  private static String does(StepName step, MigrationState state) {
    return step == StepName.CUTOVER && state.progress().isOneWay()
        ? step.does() + "; " + ONE_WAY
        : step.does();
  }

  private static boolean isHalfDone(MigrationState state) {
    return state.progress().current() != null || state.switches().open() != null;
  }

  /// Not where it only was refused, or called off: then nothing is left behind.
  private static boolean isStuck(MigrationState state) {
    var error = state.progress().lastError();
    return error != null
        && !NOTHING_LEFT.contains(error.errorCode())
        && error.step() != StepName.VERIFY;
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

  private static Optional<NextStep> differences(MigrationState state) {
    return state
        .progress()
        .fact(StepName.FINISH, CatalogNotes.DIFFERENCES)
        .filter(differences -> !differences.equals("0"))
        .filter(differences -> !state.phase().isEnd() && state.authoritative() == Side.SOURCE)
        .map(differences ->
            new NextStep(
                "plan MANIFEST",
                "shows where the target's catalog was not what it should be after finish (%s)"
                    .formatted(differences)));
  }
}
