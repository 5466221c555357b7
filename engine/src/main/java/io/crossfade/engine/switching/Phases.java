package io.crossfade.engine.switching;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// How long each part of a switch took, in nanoseconds, in the order in which they ended. Parts may
/// run side by side. Safe for use by several threads.
public final class Phases {
  private static final String FIRST_HELD = "hold";

  /// These begin together, and the next part begins when the last of them has ended.
  private static final Set<String> BESIDE =
      Set.of("catch up", "sequences", "way back", "source tables", "servers");

  private final LongSupplier nanoTime;
  private final Map<String, Long> taken = new LinkedHashMap<>();

  Phases(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// How long new transactions waited; 0 where nobody was held.
  ///
  /// @param phases of one switch, in the order in which they ended
  public static long held(Map<String, Long> phases) {
    List<Map.Entry<String, Long>> held =
        phases.entrySet().stream().dropWhile(phase -> !phase.getKey().equals(FIRST_HELD)).toList();
    long inARow =
        held.stream()
            .filter(phase -> !BESIDE.contains(phase.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return inARow
        + held.stream()
            .filter(phase -> BESIDE.contains(phase.getKey()))
            .mapToLong(Map.Entry::getValue)
            .max()
            .orElse(0);
  }

  void time(String phase, Runnable work) {
    time(
        phase,
        () -> {
          work.run();
          return phase;
        });
  }

  <T> T time(String phase, Supplier<T> work) {
    long begun = nanoTime.getAsLong();
    try {
      return work.get();
    } finally {
      ended(phase, nanoTime.getAsLong() - begun);
    }
  }

  private synchronized void ended(String phase, long nanos) {
    taken.merge(phase, nanos, Long::sum);
  }

  synchronized Map<String, Long> taken() {
    return new LinkedHashMap<>(taken);
  }
}
