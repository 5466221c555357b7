package io.crossfade.simulation;

import io.crossfade.simulation.schedule.Chance;
import io.crossfade.simulation.schedule.Scheduler;
import java.time.Duration;
import java.util.List;

/// How often what goes wrong, drawn once per seed: some worlds are calm, in others nothing holds.
final class Faults {
  private static final Duration NEVER = Duration.ofDays(365);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Scheduler scheduler;
  private final Chance chance;
  private final Often lost;
  private final Often slow;
  private final double slowToShow;
  private final Duration slowest;
  private boolean over;

  Faults(Scheduler scheduler, Chance chance) {
    this.scheduler = scheduler;
    this.chance = chance;
    this.lost = new Often(chance.one(List.of(NEVER, NEVER, seconds(8), seconds(2), seconds(0.5))));
    this.slow = new Often(chance.one(List.of(NEVER, seconds(4), seconds(1), seconds(0.2))));
    this.slowToShow = chance.one(List.of(0.0, 0.02, 0.2));
    this.slowest = chance.one(List.of(seconds(0.05), seconds(0.5), seconds(2)));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /// Something that happens every now and then, to whoever takes a step just then.
  private final class Often {
    private final Duration most;
    private long next;

    Often(Duration most) {
      this.most = most;
      plan();
    }

    private void plan() {
      next = scheduler.now() + chance.duration(SHORTEST, most).toNanos() * 3;
    }

    boolean isNow() {
      if (over || most.equals(NEVER) || scheduler.now() < next) {
        return false;
      }
      plan();
      return true;
    }
  }

  /// From now on everything works.
  void end() {
    over = true;
  }

  boolean areOver() {
    return over;
  }

  /// Whether a connection breaks here.
  boolean loses() {
    return lost.isNow();
  }

  Duration between(Duration from, Duration to) {
    return chance.duration(from, to);
  }

  /// How much longer than usual a step takes; nothing for most.
  Duration delay(String what) {
    boolean shows = what.equals("show what is committed");
    boolean delays = slow.isNow() || (shows && !over && chance.happens(slowToShow));
    return delays ? chance.duration(SHORTEST, slowest) : Duration.ZERO;
  }
}
