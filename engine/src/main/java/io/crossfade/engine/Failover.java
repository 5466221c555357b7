package io.crossfade.engine;

import io.crossfade.connector.Identity;
import io.crossfade.connector.StreamState;
import io.crossfade.engine.shape.SourceTables;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Position;
import io.crossfade.model.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Notices that a standby has taken a server's place, and decides what of the migration can still
/// stand. A process works with the servers that it began with, and ends when another one answers;
/// the next one begins with those that are there. See docs/failover.md.
final class Failover {
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Setup setup;
  private final Journal journal;
  private final StepsBack stepsBack;

  Failover(Setup setup, Journal journal, StepsBack stepsBack) {
    this.setup = setup;
    this.journal = journal;
    this.stepsBack = stepsBack;
  }

  private record Change(Side side, KnownServer was, KnownServer is) {
    MigrationEvent.FailedOver event(List<Direction> lost) {
      return new MigrationEvent.FailedOver(side, was.toString(), is.toString(), lost);
    }
  }

  /// At the start, before any stream runs. Repeatable. SOURCE_REPLACED or TARGET_REPLACED where it
  /// is another server altogether.
  void takeUp() {
    if (!isOn()) {
      return; // a switch that was begun is ended first, whatever comes of it
    }
    for (Side side : Side.values()) {
      try {
        change(side).ifPresent(this::takeUp);
      } catch (CrossfadeException e) {
        if (e.code() != ErrorCode.DATABASE_FAILED) {
          throw e;
        }
        // It is away: whoever needs it says so, and the watch asks again.
      }
    }
  }

  private void takeUp(Change change) {
    if (!change.is().followsOn(change.was())) {
      throw replaced(change);
    }
    if (!journal.state().mayStitchAnew()) {
      journal.record(change.event(lost(change.side())));
    } else if (change.side() == Side.SOURCE || !isFollowable()) {
      journal.record(change.event(List.of(Direction.FORWARD)));
    } else {
      journal.note(
          "the TARGET was failed over, and its log is there from where it stands: what it has is kept, and chunks that it lacks are copied again");
      // Chunks, indexes, the way back: each may be younger than what the standby had.
      stepsBack.to(StepName.BACKFILL);
      journal.record(change.event(List.of()));
    }
  }

  /// The stream that reads that side; none where there is no way back.
  private List<Direction> lost(Side side) {
    return side == Side.SOURCE || setup.hasWayBack() ? List.of(Direction.from(side)) : List.of();
  }

  /// Whether the source's log is there from where the target, whichever it is now, stands.
  private boolean isFollowable() {
    String migration = setup.lease().migration();
    Optional<StreamState> stream =
        setup.database(Side.TARGET).workspace().stream(migration, Direction.FORWARD);
    if (stream.isEmpty() || journal.state().logGivenUp(Direction.FORWARD).isPresent()) {
      return false;
    }
    var log = setup.database(Side.SOURCE).log();
    try {
      Position applied = log.position(stream.get().position());
      return log.retainedFrom(migration, Direction.FORWARD).filter(applied::isAtLeast).isPresent();
    } catch (CrossfadeException e) {
      if (e.code() != ErrorCode.SOURCE_LOG_LOST) {
        throw e;
      }
      return false;
    }
  }

  /// Watches until its thread is interrupted.
  ///
  /// @param noticed is told once, of what this process cannot go on with
  void watch(Consumer<CrossfadeException> noticed) {
    while (!Thread.currentThread().isInterrupted()) {
      Optional<CrossfadeException> found = isOn() ? look() : Optional.empty();
      if (found.isPresent()) {
        journal.note(String.valueOf(found.get().getMessage()));
        noticed.accept(found.get());
        return;
      }
      try {
        setup.workplace().timing().pause(EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Throws what a person, or the next process, has to know before anything else that went wrong.
  void require() {
    look()
        .ifPresent(error -> {
          throw error;
        });
  }

  /// Once a switch has begun it looks for itself.
  private boolean isOn() {
    MigrationState state = journal.state();
    return state.progress().hasFinished(StepName.PREPARE)
        && state.progress().ending() == null
        && state.switches().open() == null;
  }

  /// What this process cannot go on with.
  Optional<CrossfadeException> look() {
    for (Side side : Side.values()) {
      try {
        Optional<Change> change = change(side);
        if (change.isPresent()) {
          return change.map(this::ended);
        }
      } catch (CrossfadeException e) {
        if (e.code() == ErrorCode.SERVER_REPLACED) {
          return Optional.of(ended(side, String.valueOf(e.getMessage())));
        }
        // Whoever follows its log says that it is away.
      }
    }
    return Optional.empty();
  }

  private Optional<Change> change(Side side) {
    Optional<KnownServer> known = journal.state().progress().server(side);
    Identity now = setup.database(side).identity();
    return known
        .filter(was -> !was.equals(KnownServer.of(now)))
        .map(was -> new Change(side, was, KnownServer.of(now)));
  }

  private CrossfadeException ended(Change change) {
    return change.is().followsOn(change.was())
        ? ended(
            change.side(), "it was system %s, now it is %s".formatted(change.was(), change.is()))
        : replaced(change);
  }

  private static CrossfadeException ended(Side side, String what) {
    return new CrossfadeException(
        code(side),
        "the %s was replaced by another server, perhaps by a standby that was promoted: %s. `crossfade run` goes on with the one that is there now"
            .formatted(side, what),
        Map.of(SourceTables.TAKEN_UP_NEXT, "true"));
  }

  private CrossfadeException replaced(Change change) {
    String orElse =
        journal.state().legal().contains(StepName.ABORT)
            ? ", or `crossfade abort` and begin anew"
            : "; the %s goes on serving meanwhile".formatted(journal.state().authoritative());
    return new CrossfadeException(
        code(change.side()),
        "the %s is not the server that it was, nor a standby of it that was promoted: it was system %s, now it is %s. Nothing was written. Let its address lead to the right one%s"
            .formatted(change.side(), change.was(), change.is(), orElse));
  }

  private static ErrorCode code(Side side) {
    return side == Side.SOURCE ? ErrorCode.SOURCE_REPLACED : ErrorCode.TARGET_REPLACED;
  }
}
