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
  private final Sore lostOften;
  private final Sore slowOften;
  private final double slowToShow;
  private final double slowToSee;
  private final Duration slowest;
  private boolean over;

  Faults(Scheduler scheduler, Chance chance) {
    this.scheduler = scheduler;
    this.chance = chance;
    this.lost = new Often(chance.one(List.of(NEVER, NEVER, seconds(8), seconds(2), seconds(0.5))));
    this.slow = new Often(chance.one(List.of(NEVER, seconds(4), seconds(1), seconds(0.2))));
    this.lostOften = new Sore();
    this.slowOften = new Sore();
    this.slowToShow = chance.one(List.of(0.0, 0.02, 0.2));
    this.slowToSee = chance.one(List.of(0.0, 0.05, 0.5));
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

  /// In some worlds it is the same few kinds of steps that hurt again and again: what takes two
  /// mishaps, one soon after the other at places of their own, is not met by chance elsewhere.
  private final class Sore {
    private static final int KINDS = 6;

    private final double often = chance.one(List.of(0.0, 0.0, 0.0, 0.05, 0.2));
    private final int kind = chance.below(KINDS);

    boolean hurts(String step) {
      return !over && Math.floorMod(step.hashCode(), KINDS) == kind && chance.happens(often);
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
  boolean loses(String step) {
    return lost.isNow() || lostOften.hurts(step);
  }

  Duration between(Duration from, Duration to) {
    return chance.duration(from, to);
  }

  /// How much longer than usual a step takes; nothing for most.
  Duration delay(String step) {
    boolean delays = slow.isNow() || slowOften.hurts(step) || isLate(step);
    return delays ? chance.duration(SHORTEST, slowest) : Duration.ZERO;
  }

  /// Others commit while a commit does not show yet, and before a snapshot is taken for which the
  /// log's end was read already.
  private boolean isLate(String step) {
    return !over
        && switch (step) {
          case "show what is committed" -> chance.happens(slowToShow);
          case "take a snapshot" -> chance.happens(slowToSee);
          default -> false;
        };
  }
}
