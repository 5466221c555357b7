package io.crossfade.engine;

import io.crossfade.engine.gates.Readiness;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.steps.ShiftReads;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/// Nobody reads a target that is not followed: where its stream stands still until somebody has
/// mended something, the reads that were shifted go back to the source at once, and to the target
/// again when the gate for them is open, and the calendar too where it binds them.
public final class StaleReads {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Setup setup;
  private final Journal journal;
  private final RouteBoard board;
  private final Streams streams;
  private final Readiness readiness;
  private final Pausing pausing;

  public StaleReads(
      Setup setup,
      Journal journal,
      RouteBoard board,
      Streams streams,
      Readiness readiness,
      Pausing pausing) {
    this.setup = setup;
    this.journal = journal;
    this.board = board;
    this.streams = streams;
    this.readiness = readiness;
    this.pausing = pausing;
  }

  /// Watches until its thread is interrupted.
  ///
  /// @param moving held by whoever moves traffic
  void watch(Lock moving) {
    new Turns("the watch over reads", EVERY, journal, setup.workplace().timing())
        .run(() -> lookUnless(moving));
  }

  /// The lock is only taken where there is something to do: a verb that is refused while somebody
  /// moves must not be refused for a look. The step that shifts reads may sleep for hours, and is
  /// no reason to wait.
  private void lookUnless(Lock moving) {
    if (due().isEmpty()) {
      return;
    }
    if (moving.tryLock()) {
      try {
        due().ifPresent(Runnable::run);
      } finally {
        moving.unlock();
      }
    } else if (journal.state().progress().current() == StepName.SHIFT_READS) {
      due().ifPresent(Runnable::run);
    }
  }

  private Optional<Runnable> due() {
    MigrationState state = journal.state();
    if (state.authoritative() != Side.SOURCE || state.switches().open() != null) {
      return Optional.empty();
    }
    Optional<CrossfadeException> still = streams.standsStill(Direction.FORWARD);
    if (isReadOrCompared() && still.isPresent()) {
      return Optional.of(() -> back(still.get()));
    }
    return hadBeenShifted(state) && mayBeShiftedAgain()
        ? Optional.of(() -> again(state))
        : Optional.empty();
  }

  private boolean mayBeShiftedAgain() {
    return readiness.calendar().isOpen(StepName.SHIFT_READS) && readiness.forReads().isEmpty();
  }

  private void back(CrossfadeException still) {
    board.publish(board.current().reading(Side.SOURCE, 100).shadowing(0));
    journal.note("reads go back to the source: " + still.getMessage());
  }

  private void again(MigrationState state) {
    int percent = share(state, ShiftReads.PERCENT);
    boolean published =
        pausing.unlessPaused(() -> {
          Route now = board.current();
          Route next = percent == 0 ? now : now.reading(Side.TARGET, percent);
          board.publish(next.shadowing(share(state, ShiftReads.SHADOW)));
          return true;
        });
    if (published) {
      journal.note("the target is followed again, and read again");
    }
  }

  private boolean hadBeenShifted(MigrationState state) {
    return state.phase() == Phase.READS_SHIFTED
        && state.progress().pause() == null
        && !isReadOrCompared()
        && share(state, ShiftReads.PERCENT) + share(state, ShiftReads.SHADOW) > 0;
  }

  private boolean isReadOrCompared() {
    return board.current().reads() == Side.TARGET || board.current().shadowPercent() > 0;
  }

  private static int share(MigrationState state, String fact) {
    return state.progress().fact(StepName.SHIFT_READS, fact).map(Integer::parseInt).orElse(0);
  }
}
