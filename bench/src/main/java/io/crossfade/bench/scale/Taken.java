package io.crossfade.bench.scale;

import java.util.function.ToDoubleFunction;

/// What it took.
///
/// @param seconds from the start of `crossfade run` until everything is copied and compared
/// @param cpuSeconds of its process, until then
/// @param megabytes of memory that its process had at most
/// @param storeKilobytes of its state directory at the end
/// @param cpuOfSecond its processor time for a second of changes
/// @param behindMillis until the last change was on the target
record Taken(
    double seconds,
    double cpuSeconds,
    double megabytes,
    double storeKilobytes,
    double cpuOfSecond,
    double behindMillis) {
  enum Cost {
    SECONDS("s until copied and compared", Taken::seconds),
    CPU("s of the engine's processor until then", Taken::cpuSeconds),
    MEMORY("MB of memory at most", Taken::megabytes),
    STORE("kB of store", Taken::storeKilobytes),
    CHANGES("s of the engine's processor for a second of changes", Taken::cpuOfSecond),
    BEHIND("ms until the last change was there", Taken::behindMillis);

    private final String text;
    private final ToDoubleFunction<Taken> value;

    Cost(String text, ToDoubleFunction<Taken> value) {
      this.text = text;
      this.value = value;
    }

    String text() {
      return text;
    }

    double of(Taken taken) {
      return value.applyAsDouble(taken);
    }
  }
}
