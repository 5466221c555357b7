package io.crossfade.engine;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives a log up that has become too large, and begins anew without it: undoes the steps that
/// stand on it, so that the next run makes them again, with a fresh log. Behind the log of the
/// source that is all of them, and all chunks are WAITING again.
final class Restitch {
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final int TRIES = 20;

  private final Setup setup;
  private final Journal journal;
  private final StepsBack stepsBack;

  /// Those of which people have heard that they could not be dropped yet.
  private final Set<Direction> stillKept = EnumSet.noneOf(Direction.class);

  /// Null unless it ended this process's part.
  private volatile MigrationEvent.@Nullable LogGivenUp ended;

  Restitch(Setup setup, Journal journal, StepsBack stepsBack) {
    this.setup = setup;
    this.journal = journal;
    this.stepsBack = stepsBack;
  }

  /// Before a cutover this process ends, loudly: the next one copies anew. After one the written
  /// side goes on, without a way back.
  ///
  /// @param end of this process's part
  void giveUp(MigrationEvent.LogGivenUp event, Runnable end) {
    if (journal.away().isPresent()) {
      journal.tell(event); // a disk that fills waits for nobody
    } else {
      journal.record(event);
    }
    boolean ends = journal.state().mayStitchAnew();
    if (ends) {
      ended = event;
    }
    try {
      release(event.direction());
    } finally {
      if (ends) {
        end.run();
      }
    }
  }

  /// Drops what a server still keeps of a log that was given up for good: this process, or one
  /// before, may have ended at that moment, or not have been let. Where all is made anew, undoing
  /// does it. Repeatable.
  void dropGivenUp() {
    for (Direction direction : Direction.values()) {
      if (journal.state().logGivenUp(direction).isPresent() && !journal.state().mayStitchAnew()) {
        drop(direction);
      }
    }
  }

  private void drop(Direction direction) {
    try {
      if (setup.database(direction.from()).log().retains(setup.lease().migration(), direction)) {
        release(direction);
      }
      stillKept.remove(direction);
    } catch (CrossfadeException e) {
      if (!Thread.currentThread().isInterrupted() && stillKept.add(direction)) {
        journal.note(
            "the log for the %s stream was given up, and the %s may keep it still; dropping it is tried again and again: %s"
                .formatted(direction, direction.from(), e.getMessage()));
      }
    }
  }

  /// The stream comes back at once for what was taken from it, and may be in the way for a moment.
  private void release(Direction direction) {
    for (int tries = 1; ; tries++) {
      try {
        setup.database(direction.from()).log().release(setup.lease().migration(), direction);
        return;
      } catch (CrossfadeException e) {
        if (tries == TRIES) {
          throw e;
        }
        setup.workplace().timing().pauseOrStop(AGAIN);
      }
    }
  }

  /// SOURCE_LOG_LOST where that ended this process's part.
  void requireLog() {
    MigrationEvent.LogGivenUp lost = ended;
    if (lost != null) {
      GivenUpLog log = GivenUpLog.of(journal.state(), lost.direction(), lost.text());
      throw new CrossfadeException(
          ErrorCode.SOURCE_LOG_LOST,
          log.why()
              + ". The disk has its room again. Find out why the stream was slow, or raise the limit; then "
              + log.wayOut(),
          Map.of("kept", "" + lost.kept(), "limit", "" + lost.limit()));
    }
  }

  /// Where a log was given up by a process before. Repeatable.
  ///
  /// @return whether one was
  boolean runIfDue() {
    boolean due = false;
    // The forward one first: with it goes everything.
    for (Direction direction : Direction.values()) {
      Optional<GivenUpLog> lost = journal.state().logGivenUp(direction);
      if (lost.isPresent() && journal.state().mayStitchAnew()) {
        journal.note(lost.get().why() + "; what stands on it is undone and made anew");
        stepsBack.to(Progress.keeps(direction));
        due = true;
      }
    }
    return due;
  }
}
