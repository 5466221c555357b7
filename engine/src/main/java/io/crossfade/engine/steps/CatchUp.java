package io.crossfade.engine.steps;

import io.crossfade.connector.Problem;
import io.crossfade.engine.Setup;
import io.crossfade.engine.StepName;
import io.crossfade.engine.streams.Streams;
import io.crossfade.model.Direction;
import io.crossfade.transfer.follow.Following;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Waits until the stream has passed every chunk's boundary and is close behind the source.
public final class CatchUp implements Step {
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Setup setup;
  private final Streams streams;

  public CatchUp(Setup setup, Streams streams) {
    this.setup = setup;
    this.streams = streams;
  }

  @Override
  public StepName name() {
    return StepName.CATCH_UP;
  }

  @Override
  public List<Problem> check() {
    return List.of();
  }

  @Override
  public Map<String, String> run() {
    Following follower = streams.start(Direction.FORWARD, Following.Mode.APPLY);
    var log = setup.database(Direction.FORWARD.from()).log();
    while (!(follower.awaitApplied(log.marker(setup.lease().migration()), CLOSE)
        && follower.isSettled())) {
      setup.workplace().timing().pauseOrStop(LOOK_AGAIN);
    }
    return Map.of("changes", "" + streams.numbers(Direction.FORWARD).changes());
  }

  /// The stream ends with the copy.
  @Override
  public void undo() {
    streams.stop(Direction.FORWARD);
  }
}
