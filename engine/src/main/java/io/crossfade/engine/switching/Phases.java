package io.crossfade.engine.switching;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// How long each part of a switch took, in order, in nanoseconds.
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
      taken.merge(phase, nanoTime.getAsLong() - begun, Long::sum);
    }
  }

  Map<String, Long> taken() {
    return new LinkedHashMap<>(taken);
  }
}
