package io.crossfade.simulation;

import io.crossfade.simulation.Simulation.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/// The command behind `./crossfade test simulate`: seeds one after the other, until one shows
/// something that must never be.
public final class Simulate {
  private static final String USAGE =
      """
      crossfade test simulate [--seeds N] [--from S]    N seeds from S on (1,000 from 1)
      crossfade test simulate --seed S [--lines L]      one seed, with the last L lines of its story (60)\
      """;

  private Simulate() {}

  public static void main(String[] arguments) {
    long from = 1;
    long seeds = 1_000;
    int lines = 60;
    boolean isOne = false;
    List<String> words = List.of(arguments);
    try {
      for (int i = 0; i < words.size(); i += 2) {
        long number = Long.parseLong(words.get(i + 1));
        switch (words.get(i)) {
          case "--seeds" -> seeds = number;
          case "--from" -> from = number;
          case "--lines" -> lines = Math.toIntExact(number);
          case "--seed" -> {
            from = number;
            isOne = true;
          }
          default -> throw new IllegalArgumentException(words.get(i));
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      System.err.println(USAGE);
      System.exit(2);
    }
    System.exit(isOne ? one(from, lines) : many(from, seeds, lines));
  }

  /// Tells the story, whatever came of it.
  private static int one(long seed, int lines) {
    Outcome outcome = Simulation.ofSeed(seed, lines);
    System.out.println(outcome.told());
    return outcome.violation() == null ? 0 : 1;
  }

  private static int many(long from, long seeds, int lines) {
    long begun = System.nanoTime();
    long steps = 0;
    for (long seed : LongStream.range(from, from + seeds).toArray()) {
      Outcome outcome = Simulation.ofSeed(seed, lines);
      steps += outcome.steps();
      if (outcome.violation() != null) {
        System.out.println(outcome.told());
        return 1;
      }
    }
    System.out.printf(
        "%d seeds from %d, %d steps: nothing that must never be (%d s)%n",
        seeds, from, steps, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    return 0;
  }
}
