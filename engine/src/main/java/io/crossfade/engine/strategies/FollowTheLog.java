package io.crossfade.engine.strategies;

import io.crossfade.connector.Database;
import io.crossfade.connector.Problem;
import io.crossfade.connector.StreamState;
import io.crossfade.engine.Setup;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Position;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.copy.Backfill;
import io.crossfade.transfer.follow.FollowListener;
import io.crossfade.transfer.follow.Follower;
import io.crossfade.transfer.follow.Following;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/// `cdc`: we read each side's log of changes and apply it to the other one. The application writes
/// one side.
public final class FollowTheLog implements Strategy {
  public static final String NAME = "cdc";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Setup setup;

  public FollowTheLog(Setup setup) {
    this.setup = setup;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, String> open(Direction direction) {
    Database from = setup.database(direction.from());
    Database to = setup.database(direction.to());
    retain(direction);
    Position start =
        from.log()
            .retainedFrom(setup.lease().migration(), direction)
            .orElseThrow(() ->
                new CrossfadeException(
                    ErrorCode.SOURCE_LOG_LOST,
                    "the %s does not keep its log although it was told to; run again"
                        .formatted(direction.from().spelled())));
    StreamState begin = new StreamState(start.encode(), from.identity());
    to.workspace().begin(setup.lease(), direction, begin);
    // A try before, which did not come to its end or was undone, may have begun elsewhere.
    to.workspace().rebase(setup.lease(), direction, begin);
    return Map.of(direction == Direction.FORWARD ? "start" : "reverseStart", start.encode());
  }

  @Override
  public void widen() {
    retain(Direction.FORWARD);
  }

  private void retain(Direction direction) {
    setup
        .database(direction.from())
        .log()
        .retain(setup.lease().migration(), direction, setup.tables(direction.from()), PATIENCE);
  }

  @Override
  public void recopied(TableMapping table) {
    // its chunks are copied
  }

  @Override
  public boolean precedesCopy() {
    return false;
  }

  @Override
  public void close(Direction direction) {
    setup.database(direction.from()).log().release(setup.lease().migration(), direction);
  }

  @Override
  public void end() {
    close(Direction.FORWARD);
    close(Direction.REVERSE);
  }

  @Override
  public Following following(Direction direction, FollowListener listener, ThreadFactory threads) {
    return new Follower(
        setup.lease(),
        setup.mapping(direction),
        setup.workplace(),
        setup.runner(),
        listener,
        threads);
  }

  @Override
  public Backfill copy(Backfill plain) {
    return plain;
  }

  @Override
  public Route route(Side authoritative, Route now) {
    return now.allOn(authoritative);
  }

  @Override
  public List<Problem> standsStill(Direction direction) {
    return List.of();
  }
}
