package io.crossfade.engine;

import io.crossfade.connector.Fence;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.streams.Streams;
import io.crossfade.engine.switching.Switch;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.transfer.follow.Following;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes up what a process before may have left, or what stands still since the target was given
/// up: leases, an open switch, fences, streams.
public final class TakeUp {
  private static final Duration FENCE_PATIENCE = Duration.ofSeconds(10);

  private final Setup setup;
  private final Journal journal;
  private final RouteBoard board;
  private final Streams streams;
  private final Switch theSwitch;
  private final OlderStore olderStore;
  private volatile @Nullable CrossfadeException targetIsAway;

  public TakeUp(
      Setup setup,
      Journal journal,
      RouteBoard board,
      Streams streams,
      Switch theSwitch,
      OlderStore olderStore) {
    this.setup = setup;
    this.journal = journal;
    this.board = board;
    this.streams = streams;
    this.theSwitch = theSwitch;
    this.olderStore = olderStore;
  }

  /// Why the target could not be taken up; null when it was.
  public @Nullable CrossfadeException targetIsAway() {
    return targetIsAway;
  }

  /// Repeatable. Whatever the target is not needed for is done without it.
  ///
  /// @return false where the target is away, and a migration that may have moved there is not lost
  ///   for that: it is to be asked again, or given up
  boolean run() {
    CrossfadeException away = takeLeases();
    if (away != null) {
      waitFor(away);
      return false;
    }
    leapIfForgotten();
    endOpenSwitch();
    closeStepOfSwitch();
    if (!fencesStand()) {
      return false;
    }
    startStreams();
    targetIsAway = null;
    return true;
  }

  /// STORE_OUTDATED where the databases know better.
  void refuseOlderStore() {
    if (journal.state().progress().ending() == null) {
      olderStore.refuse();
    }
  }

  /// Returns why the target is away, if it is.
  private @Nullable CrossfadeException takeLeases() {
    if (!journal.state().progress().hasFinished(StepName.PREPARE)) {
      refuseOlderStore();
      return null;
    }
    CrossfadeException away = orAway(this::refuseOlderStore);
    setup.database(Side.SOURCE).workspace().take(setup.lease());
    if (away == null) {
      away = orAway(() -> setup.database(Side.TARGET).workspace().take(setup.lease()));
    }
    if (away == null && journal.state().switches().forgotten()) {
      away = orAway(this::refuseOlderStore); // from here on nobody else changes what they say
    }
    return away;
  }

  private @Nullable CrossfadeException orAway(Runnable work) {
    try {
      work.run();
      return null;
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.DATABASE_FAILED || journal.state().switches().count() == 0) {
        throw e;
      }
      return e;
    }
  }

  /// Routers may have newer routes than the store remembers, and follow none that is older.
  private void leapIfForgotten() {
    if (journal.state().switches().forgotten()) {
      board.publish(board.current().leap());
    }
  }

  private void waitFor(CrossfadeException away) {
    Switches.Open open = journal.state().switches().open();
    boolean forgotten = journal.state().switches().forgotten(); // then only both databases know
    if (open != null && !forgotten && theSwitch.resumeOnSource(open)) {
      closeStepOfSwitch();
    }
    boolean isNew = targetIsAway == null;
    targetIsAway = away;
    if (isNew) {
      journal.record(
          new MigrationEvent.Noted(
              "the target is away, and is asked again and again: " + away.getMessage()));
    }
  }

  /// Repeatable.
  public void endOpenSwitch() {
    Switches.Open open = journal.state().switches().open();
    if (open != null) {
      theSwitch.resume(open);
    } else if (board.current().held()) {
      board.publish(board.current().release());
    }
  }

  /// The step of a switch whose process died ends with the switch, or nobody could tell that it is
  /// no longer under way.
  public void closeStepOfSwitch() {
    if (!hasStepOfDeadSwitch()) {
      return;
    }
    StepName step = Objects.requireNonNull(journal.state().progress().current());
    Side to = step == StepName.CUTOVER ? Side.TARGET : Side.SOURCE;
    journal.record(
        step != StepName.REHEARSE && journal.state().authoritative() == to
            ? new MigrationEvent.StepFinished(step, Map.of())
            : new MigrationEvent.StepFailed(
                step,
                ErrorCode.NOT_RUNNING,
                "the process that had begun it died; nothing has moved, so ask for it again"));
  }

  /// Whether a step of a switch is under way although no switch is. Asked while nobody moves.
  public boolean hasStepOfDeadSwitch() {
    Progress progress = journal.state().progress();
    return journal.state().switches().open() == null
        && progress.lastError() == null
        && isSwitch(progress.current());
  }

  private static boolean isSwitch(@Nullable StepName step) {
    return step == StepName.CUTOVER || step == StepName.ROLLBACK || step == StepName.REHEARSE;
  }

  /// A target that was given up comes back with its doors open, and clients that still know the
  /// way.
  private boolean fencesStand() {
    if (!journal.state().progress().hasFinished(StepName.PREPARE)) {
      return true;
    }
    Side written = journal.state().authoritative();
    Fence open = setup.database(written).fence();
    if (journal.state().switches().count() > 0 || open.isRaised(setup.lease().migration())) {
      open.lift(setup.lease(), setup.tableNames(written));
    }
    Side other = written.other();
    Fence fence = setup.database(other).fence();
    if (fence.isRaised(setup.lease().migration())) {
      return true;
    }
    try {
      fence.raise(setup.lease(), setup.tableNames(other), FENCE_PATIENCE);
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.DEADLINE_PASSED && e.code() != ErrorCode.DATABASE_FAILED) {
        throw e;
      }
      waitFor(e);
      return false;
    }
    journal.record(new MigrationEvent.Noted("the " + other.spelled() + " is back, and fenced"));
    return true;
  }

  /// The steps that are behind say which streams there are; the authoritative side says what they
  /// do.
  private void startStreams() {
    Progress progress = journal.state().progress();
    Side authoritative = journal.state().authoritative();
    if (progress.hasFinished(StepName.BACKFILL)) {
      streams.start(Direction.FORWARD, mode(authoritative == Side.SOURCE));
    }
    if (progress.hasFinished(StepName.FINISH) && setup.hasWayBack()) {
      streams.start(Direction.REVERSE, mode(authoritative == Side.TARGET));
    }
  }

  private static Following.Mode mode(boolean applies) {
    return applies ? Following.Mode.APPLY : Following.Mode.WATCH;
  }
}
