package io.crossfade.engine;

import static io.crossfade.engine.Phase.ABORTED;
import static io.crossfade.engine.Phase.BACKFILLED;
import static io.crossfade.engine.Phase.CLEANED;
import static io.crossfade.engine.Phase.CUT_OVER;
import static io.crossfade.engine.Phase.FINISHED;
import static io.crossfade.engine.Phase.FOLLOWING;
import static io.crossfade.engine.Phase.NEW;
import static io.crossfade.engine.Phase.PREPARED;
import static io.crossfade.engine.Phase.READS_SHIFTED;
import static io.crossfade.engine.Phase.ROLLED_BACK;
import static io.crossfade.engine.Phase.VERIFIED;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The legal moves: which step may run in which phase, and where it leads. What is not in the table
/// is refused.
public final class Transitions {
  /// One legal move.
  public record Move(Phase from, StepName step, Phase to) {}

  /// In the order in which people should read them.
  public static final List<Move> TABLE =
      Stream.of(
              moves(StepName.PREPARE, PREPARED, NEW),
              moves(StepName.BACKFILL, BACKFILLED, PREPARED),
              moves(StepName.CATCH_UP, FOLLOWING, BACKFILLED),
              moves(StepName.FINISH, FINISHED, FOLLOWING),
              moves(StepName.VERIFY, VERIFIED, FINISHED, VERIFIED),
              moves(StepName.VERIFY, READS_SHIFTED, READS_SHIFTED),
              moves(StepName.VERIFY, CUT_OVER, CUT_OVER),
              moves(StepName.VERIFY, ROLLED_BACK, ROLLED_BACK),
              moves(StepName.SHIFT_READS, READS_SHIFTED, VERIFIED, ROLLED_BACK),
              moves(StepName.REHEARSE, VERIFIED, VERIFIED),
              moves(StepName.REHEARSE, READS_SHIFTED, READS_SHIFTED),
              moves(StepName.REHEARSE, CUT_OVER, CUT_OVER),
              moves(StepName.REHEARSE, ROLLED_BACK, ROLLED_BACK),
              moves(StepName.CUTOVER, CUT_OVER, VERIFIED, READS_SHIFTED, ROLLED_BACK),
              moves(StepName.BAKE, CUT_OVER, CUT_OVER),
              moves(StepName.ROLLBACK, ROLLED_BACK, CUT_OVER),
              moves(StepName.CLEANUP, CLEANED, CUT_OVER),
              moves(StepName.ABORT, ABORTED, NEW, PREPARED, BACKFILLED, FOLLOWING, FINISHED),
              moves(StepName.ABORT, ABORTED, VERIFIED, READS_SHIFTED, ROLLED_BACK))
          .flatMap(Collection::stream)
          .toList();

  private Transitions() {}

  /// Where the step leads from this phase; empty when it is not legal.
  public static Optional<Phase> next(Phase from, StepName step) {
    return from(from).stream().filter(m -> m.step() == step).map(Move::to).findFirst();
  }

  /// All legal moves from this phase, in the order of the table.
  public static List<Move> from(Phase phase) {
    return TABLE.stream().filter(m -> m.from() == phase).toList();
  }

  /// The steps that may begin in this phase.
  ///
  /// @param oneWay whether nothing comes back after the cutover: then both sides have nothing in
  ///   common any more
  static List<StepName> legal(Phase from, boolean oneWay) {
    return from(from).stream()
        .map(Move::step)
        .filter(step -> !oneWay || from != Phase.CUT_OVER || step == StepName.CLEANUP)
        .toList();
  }

  /// The phase in which a migration is once the step's work has been undone.
  public static Phase before(StepName step) {
    return switch (step) {
      case PREPARE, BACKFILL, CATCH_UP, FINISH, VERIFY, SHIFT_READS ->
          TABLE.stream().filter(m -> m.step() == step).findFirst().orElseThrow().from();
      case CUTOVER, BAKE, CLEANUP, ROLLBACK, ABORT, REHEARSE ->
          throw new IllegalArgumentException(step + " is not undone: the way back is a step too");
    };
  }

  private static List<Move> moves(StepName step, Phase to, Phase... from) {
    return Stream.of(from).map(f -> new Move(f, step, to)).toList();
  }
}
