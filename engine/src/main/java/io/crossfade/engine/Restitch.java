package io.crossfade.engine;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
