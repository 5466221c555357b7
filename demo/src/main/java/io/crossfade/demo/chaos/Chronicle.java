package io.crossfade.demo.chaos;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What happened, a line each, as it happens; and what must not happen. Thread-safe.
final class Chronicle {
  private final PrintStream out;
  private final long begun = System.nanoTime();
  private final Map<String, Long> counts = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();

  Chronicle(PrintStream out) {
    this.out = out;
  }

  synchronized void say(String who, String what) {
    out.println(
        String.format(
            Locale.ROOT, "%7.1f s  %-9s %s", (System.nanoTime() - begun) / 1e9, who, what));
    out.flush();
  }

  synchronized void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  /// Something that a user was promised not to see.
  synchronized void violation(String what) {
    violations.add(what);
    say("VIOLATION", what);
  }

  /// How often each thing happened, by what was counted under the prefix.
  synchronized Map<String, Long> counts(String prefix) {
    Map<String, Long> found = new TreeMap<>();
    counts.forEach((what, count) -> {
      if (what.startsWith(prefix)) {
        found.put(what.substring(prefix.length()), count);
      }
    });
    return found;
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }
}
