package io.crossfade.engine;

import io.crossfade.engine.steps.Step;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives a log up that has become too large, and begins anew without it: undoes the steps that
/// stand on it, so that the next run makes them again, with a fresh log and all chunks WAITING.
///
/// Not after a cutover: then the rows that only the target has would go with its tables.
final class Restitch {
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final int TRIES = 20;

  private final Setup setup;
  private final Journal journal;
  private final List<Step> steps;

  /// Null unless it ended this process's part.
  private volatile MigrationEvent.@Nullable LogGivenUp ended;

  Restitch(Setup setup, Journal journal, List<Step> steps) {
    this.setup = setup;
    this.journal = journal;
    this.steps = List.copyOf(steps);
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
    boolean ends = isPossible();
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
      throw new CrossfadeException(
          ErrorCode.SOURCE_LOG_LOST,
          lost.text()
              + ". The disk has its room again. Find out why the stream was slow, or raise the limit; then `crossfade run` copies all rows anew",
          Map.of("kept", "" + lost.kept(), "limit", "" + lost.limit()));
    }
  }

  /// Where a log was given up by a process before. Repeatable.
  ///
  /// @return whether it was
  boolean runIfDue() {
    Progress progress = journal.state().progress();
    boolean due =
        Arrays.stream(Direction.values()).anyMatch(d -> progress.logGivenUp(d).isPresent())
            && isPossible();
    if (due) {
      journal.note("everything is copied anew, because a log was given up");
      setup.takeLeases(); // what another state directory has begun is not ours to undo
      steps.reversed().forEach(this::undo);
    }
    return due;
  }

  private boolean isPossible() {
    MigrationState state = journal.state();
    return state.legal().contains(StepName.ABORT)
        && state.progress().ending() == null
        && !state.progress().hasFinished(StepName.CUTOVER);
  }

  private void undo(Step step) {
    Progress progress = journal.state().progress();
    if (progress.hasFinished(step.name()) || progress.current() == step.name()) {
      step.undo();
      journal.record(new MigrationEvent.StepUndone(step.name()));
    }
  }
}
