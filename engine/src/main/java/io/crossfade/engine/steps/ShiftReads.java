package io.crossfade.engine.steps;

import io.crossfade.connector.Problem;
import io.crossfade.engine.RolloutJournal;
import io.crossfade.engine.StepName;
import io.crossfade.engine.gates.Gate;
import io.crossfade.engine.manifest.Rollout;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Moves reads to the target, step by step of the rollout. Nobody who reads the target reads the
/// source again, unless a gate takes all reads back; then it begins anew, once a person has
/// resumed.
public final class ShiftReads implements Step {
  /// The fact that says how many of the reads had moved in the end.
  public static final String PERCENT = "percent";

  /// The fact that says how many of them were repeated on the other side.
  public static final String SHADOW = "shadow";

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final RouteBoard board;
  private final RolloutJournal journal;
  private final Rollout rollout;
  private final Timing timing;
  private final Supplier<List<Problem>> whyNot;
  private final Going going;
  private final RolloutWait waits;

  /// When the reads may move on.
  public interface Going {
    /// Waits while the migration is paused, the calendar closed, or a gate does not pass; false
    /// when this process ends.
    boolean mayGoOn();

    /// Does work unless that has changed since, or while it does. Returns whether it was done.
    boolean ifStillOpen(BooleanSupplier work);

    /// Pauses the migration until a person has looked.
    void awaitPerson(String why);
  }

  /// @param whyNot what speaks against reading the target now
  /// @param gates what the gates say that are asked while reads move, and do not pass
  public ShiftReads(
      RouteBoard board,
      RolloutJournal journal,
      Timing timing,
      Supplier<List<Problem>> whyNot,
      RolloutWait.Gates gates,
      Going going) {
    this.board = board;
    this.journal = journal;
    this.rollout = journal.rollout();
    this.timing = timing;
    this.whyNot = whyNot;
    this.going = going;
    this.waits = new RolloutWait(journal, timing, gates, going);
  }

  @Override
  public StepName name() {
    return StepName.SHIFT_READS;
  }

  /// The gate is asked before each step of the rollout instead.
  @Override
  public List<Problem> check() {
    return List.of();
  }

  @Override
  public Map<String, String> run() {
    int last = rollout.steps().size() - 1;
    int step = journal.reached();
    while (step <= last) {
      journal.begin(step);
      if (isTaken(step)) {
        step++;
      } else if (journal.isAt(step)) {
        break; // who comes after us goes on here
      } else {
        step = 0;
      }
    }
    return Map.of(PERCENT, "" + rollout.readsAfter(last), SHADOW, "" + rollout.shadowAfter(last));
  }

  /// False where it is not the step to take any more, or this process's part ends.
  private boolean isTaken(int step) {
    BooleanSupplier isOver = waits.beginning(rollout.steps().get(step));
    boolean hasMoved = false;
    while (going.mayGoOn() && journal.isAt(step)) {
      if (isWanted(step)) {
        hasMoved = true;
        if (isOver.getAsBoolean()) {
          return true;
        }
        timing.pauseOrStop(LOOK_AGAIN);
      } else if (hasMoved && !whyNot.get().isEmpty()) {
        isOver = waits.beginning(rollout.steps().get(step));
        timing.pauseOrStop(LOOK_AGAIN); // for as long as the target is not followed
      } else {
        Gate.await("reads", whyNot, timing, PATIENCE);
        publish(step);
      }
    }
    return false;
  }

  /// Whether the route says what the steps up to this one want. More of the reads than that were
  /// moved by a process before us, by another manifest.
  private boolean isWanted(int step) {
    Route now = board.current();
    int reads = rollout.readsAfter(step);
    boolean moved = reads == 0 || (now.reads() == Side.TARGET && now.percent() >= reads);
    return moved && now.shadowPercent() == rollout.shadowAfter(step);
  }

  private void publish(int step) {
    boolean _ =
        going.ifStillOpen(
            () -> whyNot.get().isEmpty() && journal.isAt(step) && isPublishedNow(step));
  }

  private boolean isPublishedNow(int step) {
    Route now = board.current();
    int moved = now.reads() == Side.TARGET ? now.percent() : 0;
    int reads = Math.max(moved, rollout.readsAfter(step));
    Route next = reads == 0 ? now.reading(Side.SOURCE, 100) : now.reading(Side.TARGET, reads);
    board.publish(next.shadowing(rollout.shadowAfter(step)));
    return true;
  }

  /// Not where writes have followed: then reads are right where they are.
  @Override
  public void undo() {
    Route now = board.current();
    boolean moved = now.reads() == Side.TARGET || now.shadowPercent() > 0;
    if (moved && now.writes().authoritative() == Side.SOURCE) {
      board.publish(now.reading(Side.SOURCE, 100).shadowing(0));
    }
  }
}
