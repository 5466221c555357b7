package io.crossfade.bench.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Measures several ways to do the same in turns, in a new order each round, so that a machine that
/// gets slower does so for all of them. The first is what the others are compared with.
final class Turns {
  /// One operation.
  @FunctionalInterface
  interface Operation {
    void run(int number) throws Exception;
  }

  /// A way, with what was measured of it: all together, and by round.
  private record Way(String name, Operation operation, Latencies all, List<Latencies> rounds) {}

  private final List<Way> ways = new ArrayList<>();
  private final int rounds;
  private final int each;
  private final Load load;

  Turns(int rounds, int each, Load load) {
    this.rounds = rounds;
    this.each = each;
    this.load = load;
  }

  Turns with(String name, Operation operation) {
    ways.add(new Way(name, operation, new Latencies(), new ArrayList<>()));
    return this;
  }

  /// The first round warms up, and does not count.
  void run() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round <= rounds; round++) {
      List<Way> order = new ArrayList<>(ways);
      Collections.shuffle(order, random);
      for (Way way : order) {
        Latencies measured = measure(way.operation());
        if (round > 0) {
          way.rounds().add(measured);
          way.all().addAll(measured);
        }
      }
    }
  }

  private Latencies measure(Operation operation) throws Exception {
    Latencies latencies = new Latencies();
    long start = System.nanoTime();
    for (int i = 0; i < each; i++) {
      long since = load.begin(start, i);
      operation.run(i);
      latencies.add(System.nanoTime() - since);
    }
    return latencies;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    Way first = ways.getFirst();
    for (Way way : ways) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-59s p50 %7.0f us (%.3f)  p99 %7.0f us (%.3f)  of %,d",
              way.name() + ", " + load.name(),
              way.all().percentile(50),
              ratio(way, first, 50),
              way.all().percentile(99),
              ratio(way, first, 99),
              way.all().count()));
    }
    return lines;
  }

  /// The median over the rounds: a round in which the machine was busy weighs no more than another.
  private double ratio(Way way, Way to, double percent) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      ratios.add(
          way.rounds().get(round).percentile(percent) / to.rounds().get(round).percentile(percent));
    }
    Collections.sort(ratios);
    return ratios.get(ratios.size() / 2);
  }
}
