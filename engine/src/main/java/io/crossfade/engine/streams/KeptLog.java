package io.crossfade.engine.streams;

import io.crossfade.connector.Database;
import io.crossfade.connector.StreamState;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.LogGivenUp;
import io.crossfade.engine.Progress;
import io.crossfade.engine.Setup;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Watches how much log the servers keep for the streams. Near the limit it warns, over it the log
/// is given up: a source whose disk is full serves nobody. See docs/throttle.md.
public final class KeptLog {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int HALF = 50;
  private static final int NEAR = 80;
  private static final int FULL = 100;

  private final Setup setup;
  private final Journal journal;
  private final @Nullable Long limit;

  private final EndangeredLog danger;

  /// How many percent of the limit people have heard of.
  private final Map<Direction, Integer> warned = new EnumMap<>(Direction.class);

  public KeptLog(Setup setup, Journal journal, @Nullable Long limit) {
    this.setup = setup;
    this.journal = journal;
    this.limit = limit;
    this.danger = new EndangeredLog(setup.workplace().timing(), journal::note);
  }

  /// Watches until its thread is interrupted.
  ///
  /// @param giveUp is told of a log for which there is no room
  /// @param dropGivenUp drops what is still kept of one that was given up, if anything is
  public void watch(Consumer<LogGivenUp> giveUp, Runnable dropGivenUp) {
    while (!Thread.currentThread().isInterrupted()) {
      dropGivenUp.run();
      for (Direction direction : Direction.values()) {
        // The limit first, and by itself: a side that is away is why the other one's disk fills.
        unlessAway(direction, () -> lookAtLimit(direction, giveUp));
        unlessAway(direction, () -> lookForDanger(direction));
      }
      try {
        setup.workplace().timing().pause(EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void unlessAway(Direction direction, Runnable look) {
    if (isKept(direction)) {
      try {
        look.run();
      } catch (CrossfadeException _) {
        return; // whoever follows that log says which server is away
      }
    }
  }

  private void lookAtLimit(Direction direction, Consumer<LogGivenUp> giveUp) {
    Database database = setup.database(direction.from());
    if (limit != null && database.log().keepsForStreams()) {
      String migration = setup.lease().migration();
      limited(direction, database.health().load(migration, direction).keptLog(), limit, giveUp);
    }
  }

  private void lookForDanger(Direction direction) {
    Database database = setup.database(direction.from());
    Optional<StreamState> stream =
        setup.database(direction.to()).workspace().stream(setup.lease().migration(), direction);
    danger.look(
        direction,
        stream.flatMap(s -> database.log().endangered(database.log().position(s.position()))));
  }

  private void limited(Direction direction, long kept, long most, Consumer<LogGivenUp> giveUp) {
    if (kept > most) {
      giveUp.accept(new LogGivenUp(direction, kept, most));
    } else {
      warn(direction, kept, most);
    }
  }

  /// A switch ends in moments, and would be called off in its midst.
  private boolean isKept(Direction direction) {
    Progress progress = journal.state().progress();
    return (direction == Direction.FORWARD || setup.hasWayBack())
        && progress.hasFinished(Progress.keeps(direction))
        && journal.state().logGivenUp(direction).isEmpty()
        && progress.ending() == null
        && journal.state().switches().open() == null;
  }

  private void warn(Direction direction, long kept, long most) {
    int percent = (int) (kept * FULL / most);
    int passed = percent >= NEAR ? NEAR : percent >= HALF ? HALF : 0;
    if (passed > warned.getOrDefault(direction, 0)) {
      journal.note(
          "the %s keeps %d MB of log for the %s stream, %d %% of throttle.keptLog; at 100 %% it is given up, see docs/throttle.md"
              .formatted(direction.from(), kept >> 20, direction, percent));
    }
    warned.put(direction, passed);
  }
}
