package io.crossfade.engine.switching;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// How long each part of a switch took, in nanoseconds, in the order in which they ended. Parts may
/// run side by side. Safe for use by several threads.
final class Phases {
  private final LongSupplier nanoTime;
  private final Map<String, Long> taken = new LinkedHashMap<>();

  Phases(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
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
