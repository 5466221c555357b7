package io.crossfade.engine.streams;

import io.crossfade.engine.Setup;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.Position;
import io.crossfade.transfer.follow.Following;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Measures how far each stream is behind, by sending a marker through it again and again. The
/// markers also keep idle streams moving, so that no log piles up.
public final class Lag implements Runnable {
  private static final Duration EVERY = Duration.ofMillis(1_000);

  private final Setup setup;
  private final Streams streams;
  private final Map<Direction, Probe> underWay = new EnumMap<>(Direction.class);
  private final Map<Direction, Measured> measured = new ConcurrentHashMap<>();

  private record Probe(Position marker, long sentAt) {}

  /// @param bytes of log that were not applied when this was measured
  /// @param nanos how long the last marker took, or has taken so far
  public record Measured(long bytes, long nanos) {}

  public Lag(Setup setup, Streams streams) {
    this.setup = setup;
    this.streams = streams;
  }

  /// The last measure; null before the first, and while none can be taken.
  public @Nullable Measured of(Direction direction) {
    return measured.get(direction);
  }

  /// Runs until its thread is interrupted.
  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      for (Direction direction : Direction.values()) {
        streams.find(direction).ifPresent(follower -> measure(direction, follower));
      }
      try {
        setup.workplace().timing().pause(EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void measure(Direction direction, Following follower) {
    try {
      Probe probe = underWay.get(direction);
      if (probe == null) {
        var log = setup.database(direction.from()).log();
        probe = new Probe(log.marker(setup.lease().migration()), now());
        underWay.put(direction, probe);
      }
      if (follower.awaitApplied(probe.marker(), EVERY)) {
        underWay.remove(direction);
      }
      measured.put(direction, new Measured(behind(direction, follower), now() - probe.sentAt()));
    } catch (CrossfadeException e) {
      // An old measure would keep the gates open over a database that is away.
      measured.remove(direction);
      underWay.remove(direction);
      if (streams.find(direction).filter(follower::equals).isEmpty()) {
        return; // it was stopped meanwhile, and whoever did that knows
      }
      if (follower.failure() == null) {
        streams.numbers(direction).interrupted(e);
      } else {
        streams.numbers(direction).stopped(e);
      }
    }
  }

  private long behind(Direction direction, Following follower) {
    Position applied = follower.applied();
    var log = setup.database(direction.from()).log();
    return applied == null ? 0 : Math.max(0, log.distance(applied, log.end()));
  }

  private long now() {
    return setup.workplace().timing().nanoTime();
  }
}
