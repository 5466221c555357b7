package io.crossfade.engine.streams;

import io.crossfade.engine.Journal;
import io.crossfade.engine.Setup;
import io.crossfade.engine.strategies.Strategy;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.Position;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.compare.Sync;
import io.crossfade.transfer.compare.TouchedKeys;
import io.crossfade.transfer.follow.Following;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The two streams of a migration, which keep one side equal to the other. At any time at most one
/// of them applies; the other, once made, watches. Safe for use by several threads.
public final class Streams implements AutoCloseable {
  private static final Duration BATCH_IN_HAND = Duration.ofSeconds(5);
  private static final Duration LOOK_UP = Duration.ofMillis(500);

  private final Setup setup;
  private final Strategy strategy;
  private final Map<Direction, Following> followers = new EnumMap<>(Direction.class);
  private final Map<Direction, StreamNumbers> numbers = new EnumMap<>(Direction.class);

  public Streams(Setup setup, Strategy strategy, Journal journal) {
    this.setup = setup;
    this.strategy = strategy;
    for (Direction direction : Direction.values()) {
      Strangers strangers =
          new Strangers(setup.mapping(direction), setup.mapping(direction.opposite()));
      numbers.put(direction, new StreamNumbers(direction, journal, strangers));
    }
  }

  public Strategy strategy() {
    return strategy;
  }

  /// Starts a stream where its written side says it stands. One that runs goes on.
  public Following start(Direction direction, Following.Mode mode) {
    // One that has stopped may still be at the end of its work, and two must never write.
    find(direction).filter(f -> f.failure() != null).ifPresent(Following::close);
    return startOne(direction, mode);
  }

  private synchronized Following startOne(Direction direction, Following.Mode mode) {
    Following running = followers.get(direction);
    if (running != null && running.failure() == null) {
      return running;
    }
    Following follower =
        strategy
            .following(direction, numbers(direction), work -> thread(direction, work))
            .start(mode);
    followers.put(direction, follower);
    return follower;
  }

  private Thread thread(Direction direction, Runnable work) {
    Thread thread = setup.streams().newThread(work);
    thread.setName("crossfade-" + direction.spelled());
    return thread;
  }

  public synchronized Optional<Following> find(Direction direction) {
    return Optional.ofNullable(followers.get(direction));
  }

  /// The stream, which must have been started.
  public Following require(Direction direction) {
    return find(direction)
        .orElseThrow(() ->
            new CrossfadeException(
                ErrorCode.NOT_ALLOWED_NOW, "the " + direction + " stream does not run yet"));
  }

  /// Why a stream stands still until somebody has mended something; empty where it goes on by
  /// itself.
  public Optional<CrossfadeException> standsStill(Direction direction) {
    return find(direction)
        .map(f -> f.failure() == null ? numbers(direction).refusal() : f.failure());
  }

  public StreamNumbers numbers(Direction direction) {
    StreamNumbers found = numbers.get(direction);
    if (found == null) {
      throw new IllegalStateException("no numbers for " + direction);
    }
    return found;
  }

  /// Waits until everything committed on the read side before this call is on the written side.
  public Position catchUp(Direction direction, Duration patience) {
    return catchUp(direction, patience, () -> {});
  }

  /// @param meanwhile is called again and again; ends the waiting by what it throws
  public Position catchUp(Direction direction, Duration patience, Runnable meanwhile) {
    Position marker = setup.database(direction.from()).log().marker(setup.lease().migration());
    LongSupplier now = setup.workplace().timing()::nanoTime;
    long deadline = now.getAsLong() + patience.toNanos();
    boolean applied;
    do {
      meanwhile.run();
      long left = Math.max(0, deadline - now.getAsLong());
      applied =
          require(direction)
              .awaitApplied(marker, Duration.ofNanos(Math.min(left, LOOK_UP.toNanos())));
    } while (!applied && now.getAsLong() - deadline < 0);
    if (!applied) {
      throw new CrossfadeException(
          ErrorCode.DEADLINE_PASSED,
          "the %s stream did not catch up within %d ms; %s"
              .formatted(direction, patience.toMillis(), require(direction).awaited()));
    }
    return marker;
  }

  /// Behind a standby that is away commits stay hidden for long, and nobody may wait for us then.
  private void awaitVisible(Direction direction, Duration patience, Runnable meanwhile) {
    LongSupplier now = setup.workplace().timing()::nanoTime;
    long deadline = now.getAsLong() + patience.toNanos();
    while (true) {
      meanwhile.run();
      try {
        require(direction).awaitVisible(LOOK_UP);
        return;
      } catch (CrossfadeException e) {
        if (e.code() != ErrorCode.DEADLINE_PASSED || now.getAsLong() - deadline >= 0) {
          throw e;
        }
      }
    }
  }

  /// @param meanwhile as in [#catchUp]
  public Sync sync(Direction direction, Duration patience, Runnable meanwhile) {
    return new Sync() {
      @Override
      public Position catchUp() {
        Position marker = Streams.this.catchUp(direction, patience, meanwhile);
        awaitVisible(direction, patience, meanwhile);
        return marker;
      }

      @Override
      public TouchedKeys.Look look(TableMapping table, Collection<Key> keys) {
        return numbers(direction).touched().look(table, keys);
      }
    };
  }

  /// Stops a stream after the batch in hand; what it kept in the log stays kept.
  public void stop(Direction direction) {
    Following follower;
    synchronized (this) {
      follower = followers.remove(direction);
    }
    if (follower != null) {
      follower.close();
    }
  }

  /// Ends both streams where one side is given up, and waits for nothing there. When it returns,
  /// nothing of ours is under way on the side that is left, and nothing that is committed there
  /// from now on will count as passed. Other processes are kept out by the lease.
  public void endWithout(Side givenUp) {
    for (Direction direction : Direction.values()) {
      find(direction).ifPresent(Following::cease);
    }
    Optional<Following> back = find(givenUp == Side.TARGET ? Direction.REVERSE : Direction.FORWARD);
    boolean ended = back.map(f -> f.awaitCeased(BATCH_IN_HAND)).orElse(true);
    // A batch that hangs holds the lease, and taking it anew ends that session.
    setup.database(givenUp.other()).workspace().take(setup.lease());
    if (!ended && !back.orElseThrow().awaitCeased(BATCH_IN_HAND)) {
      throw new CrossfadeException(
          ErrorCode.DEADLINE_PASSED,
          "a batch that is being written on the %s does not end; stop this process and start `crossfade run` again"
              .formatted(givenUp.other().spelled()));
    }
  }

  @Override
  public void close() {
    stop(Direction.FORWARD);
    stop(Direction.REVERSE);
  }
}
