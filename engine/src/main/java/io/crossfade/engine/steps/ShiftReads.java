package io.crossfade.engine.steps;

import io.crossfade.connector.Problem;
import io.crossfade.engine.StepName;
import io.crossfade.engine.gates.Gate;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Moves reads to the target, share by share.
public final class ShiftReads implements Step {
  /// The fact that says how many of the reads had moved in the end.
  public static final String PERCENT = "percent";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final RouteBoard board;
  private final List<Integer> shares;
  private final Duration between;
  private final Timing timing;
  private final Supplier<List<Problem>> whyNot;
  private final Going going;

  /// When the reads may move on.
  public interface Going {
    /// Waits while the migration is paused, the calendar closed, or a gate does not pass; false
    /// when this process ends.
    boolean mayGoOn();

    /// Does work unless that has changed since, or while it does. Returns whether it was done.
    boolean ifStillOpen(BooleanSupplier work);
  }

  /// @param shares percentages of the reads, rising
  /// @param between how long each share is watched before the next
  /// @param whyNot what speaks against reading the target now
  public ShiftReads(
      RouteBoard board,
      List<Integer> shares,
      Duration between,
      Timing timing,
      Supplier<List<Problem>> whyNot,
      Going going) {
    this.board = board;
    this.shares = List.copyOf(shares);
    this.between = between;
    this.timing = timing;
    this.whyNot = whyNot;
    this.going = going;
  }

  @Override
  public StepName name() {
    return StepName.SHIFT_READS;
  }

  /// The gate is asked before each share instead.
  @Override
  public List<Problem> check() {
    return List.of();
  }

  @Override
  public Map<String, String> run() {
    for (int share : shares) {
      if (!isPublished(share)) {
        break; // who comes after us begins anew
      }
      timing.pauseOrStop(between);
    }
    return Map.of(PERCENT, "" + (shares.isEmpty() ? 0 : shares.getLast()));
  }

  /// False where this process's part ends.
  private boolean isPublished(int share) {
    while (going.mayGoOn()) {
      Gate.await("reads", whyNot, timing, PATIENCE);
      if (going.ifStillOpen(() -> whyNot.get().isEmpty() && isPublishedNow(share))) {
        return true;
      }
    }
    return false;
  }

  private boolean isPublishedNow(int share) {
    board.publish(board.current().reading(Side.TARGET, share));
    return true;
  }

  /// Not where writes have followed: then reads are right where they are.
  @Override
  public void undo() {
    Route now = board.current();
    if (now.reads() == Side.TARGET && now.writes().authoritative() == Side.SOURCE) {
      board.publish(board.current().reading(Side.SOURCE, 100));
    }
  }
}
