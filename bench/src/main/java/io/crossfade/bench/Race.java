package io.crossfade.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Runs the contestants in turns: whatever the machine does besides meets all of them.
final class Race {
  private static final int TRIES = 3;

  private Race() {}

  static Results run(Arena arena, List<Contestant> contestants) throws Exception {
    Map<String, List<Measured>> runs = new LinkedHashMap<>();
    for (int round = 0; round < arena.allRounds(); round++) {
      for (Contestant contestant : contestants) {
        Measured measured = measurePatiently(arena, contestant, round);
        System.err.printf(
            Locale.ROOT,
            "bench: round %d of %d: %s %.2f s%s%n",
            round,
            arena.allRounds() - 1,
            contestant.name(),
            measured.seconds(),
            round < arena.discarded() ? ", which does not count" : "");
        if (round >= arena.discarded()) {
          runs.computeIfAbsent(contestant.name(), name -> new ArrayList<>()).add(measured);
        }
      }
    }
    return new Results(
        runs.entrySet().stream().map(e -> new Times(e.getKey(), e.getValue())).toList());
  }

  /// A run that hung says nothing of the contestant's speed, so it begins anew.
  private static Measured measurePatiently(Arena arena, Contestant contestant, int round)
      throws Exception {
    for (int tries = 1; ; tries++) {
      try {
        return measure(arena, contestant, round);
      } catch (Programs.Hung e) {
        if (tries == TRIES) {
          throw e;
        }
        System.err.printf("bench: %s hung and was ended, it begins anew%n", contestant.name());
      }
    }
  }

  private static Measured measure(Arena arena, Contestant contestant, int round) throws Exception {
    contestant.prepare().run(round);
    arena.servers().settle();
    double servers = arena.servers().cpuSeconds();
    double clients = Cpu.secondsOfClients();
    long begin = System.nanoTime();
    contestant.run().run(round);
    double seconds = (System.nanoTime() - begin) * 1e-9;
    Measured measured =
        new Measured(
            seconds, Cpu.secondsOfClients() - clients, arena.servers().cpuSeconds() - servers);
    contestant.check().run(round);
    return measured;
  }
}
