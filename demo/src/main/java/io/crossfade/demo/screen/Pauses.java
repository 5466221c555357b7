package io.crossfade.demo.screen;

import io.crossfade.demo.journey.SwitchWindow;
import io.crossfade.demo.record.Attempt;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// How long the transactions that were held at a switch had to wait, as their clients felt it.
///
/// @param held how many there were
/// @param phases how long each part of each switch took, in nanoseconds, as the engine tells it
public record Pauses(int held, double p50, double p99, double max, List<Map<String, Long>> phases) {
  public Pauses {
    phases = List.copyOf(phases);
  }

  /// Of all switches with this name.
  public static Pauses of(String name, List<SwitchWindow> windows, List<Attempt> attempts) {
    List<SwitchWindow> named = windows.stream().filter(w -> w.name().equals(name)).toList();
    double[] millis =
        attempts.stream()
            .filter(a -> a.outcome().heldMicros() > 0)
            .filter(a -> named.stream().anyMatch(w -> overlaps(w, a)))
            .mapToDouble(a -> a.outcome().heldMicros() / 1000.0)
            .sorted()
            .toArray();
    return new Pauses(
        millis.length,
        percentile(millis, 50),
        percentile(millis, 99),
        percentile(millis, 100),
        named.stream().map(w -> w.report().phases()).toList());
  }

  private static boolean overlaps(SwitchWindow window, Attempt attempt) {
    long start = attempt.outcome().startMicros();
    long end = start + attempt.outcome().heldMicros();
    return start <= micros(window.ended()) && end >= micros(window.begun());
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /// The smallest value that is not exceeded by so many percent of all; 0 where nobody waited.
  private static double percentile(double[] sorted, int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted.length == 0 ? 0 : sorted[Math.max(0, rank - 1)];
  }
}
