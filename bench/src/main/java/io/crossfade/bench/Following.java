package io.crossfade.bench;

import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Position;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.LocalRunner;
import io.crossfade.transfer.compare.Sync;
import io.crossfade.transfer.compare.TouchedKeys;
import io.crossfade.transfer.follow.FollowListener;
import io.crossfade.transfer.follow.Follower;
import java.util.Collection;

/// The stream of a migration, and what a comparison asks of it.
final class Following implements AutoCloseable, Sync {
  /// As the engine remembers them.
  private static final int TOUCHED = 50_000;

  private final Lease lease;
  private final LocalRunner runner;
  private final TouchedKeys touched = new TouchedKeys(TOUCHED);
  private final Follower follower;

  private Following(Lease lease, Mapping mapping, LocalRunner runner) {
    this.lease = lease;
    this.runner = runner;
    this.follower =
        new Follower(
            lease,
            mapping,
            runner,
            runner,
            new Listener(touched),
            Thread.ofPlatform().daemon().factory());
  }

  static Following start(Lease lease, Mapping mapping, LocalRunner runner) {
    Following following = new Following(lease, mapping, runner);
    following.follower.start(io.crossfade.transfer.follow.Following.Mode.APPLY);
    return following;
  }

  /// Throws what has stopped the stream, if anything has.
  void requireRunning() {
    CrossfadeException failure = follower.failure();
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public Position catchUp() {
    Position marker = runner.database(Side.SOURCE).log().marker(lease.migration());
    if (!follower.awaitApplied(marker, Ours.PATIENCE)) {
      throw new IllegalStateException("the stream did not catch up");
    }
    follower.awaitVisible(Ours.PATIENCE);
    return marker;
  }

  @Override
  public TouchedKeys.Look look(TableMapping table, Collection<Key> keys) {
    return touched.look(table, keys);
  }

  @Override
  public void close() {
    follower.close();
  }

  /// Does with a change what the engine does.
  private record Listener(TouchedKeys touched) implements FollowListener {
    @Override
    public void touched(TableMapping table, Key key) {
      touched.add(table, key);
    }

    @Override
    public void cleared(TableMapping table) {
      touched.cleared(table);
    }

    @Override
    public void applied(int transactions, long changes, LoggedTransaction last) {}

    @Override
    public void foreign(LoggedTransaction transaction) {}

    @Override
    public void interrupted(CrossfadeException error) {}
  }
}
