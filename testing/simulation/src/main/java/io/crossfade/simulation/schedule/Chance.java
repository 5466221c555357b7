package io.crossfade.simulation.schedule;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// All that is left to chance, from one seed.
public final class Chance {
  private final SplittableRandom random;

  public Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// From 0, without `bound`.
  public int below(int bound) {
    return random.nextInt(bound);
  }

  public int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  public boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  public <T> T one(List<T> of) {
    return of.get(below(of.size()));
  }

  /// Short ones as often as long ones: each order of magnitude comes equally often.
  public Duration duration(Duration from, Duration to) {
    double log = Math.log((double) to.toNanos() / from.toNanos()) * random.nextDouble();
    return Duration.ofNanos(Math.round(from.toNanos() * Math.exp(log)));
  }
}
