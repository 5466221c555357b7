package io.crossfade.bench.server;

import java.util.Locale;

/// Something that was measured.
///
/// @param most what it was to be at most; 0 where there is no such goal
record Cost(String what, double value, String unit, double most) {
  String line() {
    String goal =
        most == 0
            ? ""
            : String.format(Locale.ROOT, "<= %s %s", (long) most, value <= most ? "met" : "MISSED");
    return String.format(Locale.ROOT, "%-48s %10.2f %-3s %s", what, value, unit, goal)
        .stripTrailing();
  }
}
