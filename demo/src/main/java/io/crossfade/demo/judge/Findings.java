package io.crossfade.demo.judge;

import io.crossfade.demo.judge.Finding.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Gathers findings.
final class Findings {
  private final List<Finding> all = new ArrayList<>();

  void lost(String where, String what) {
    all.add(new Finding(Fault.LOST, where, what));
  }

  void repeated(String where, String what) {
    all.add(new Finding(Fault.REPEATED, where, what));
  }

  /// Compares counts: too few are lost, too many repeated.
  void compareCounts(Map<String, Long> expected, Map<String, Long> found, String what) {
    Set<String> keys = new HashSet<>(expected.keySet());
    keys.addAll(found.keySet());
    for (String key : keys) {
      compareCount(key, expected.getOrDefault(key, 0L), found.getOrDefault(key, 0L), what);
    }
  }

  void compareCount(String key, long expected, long found, String what) {
    if (found < expected) {
      lost(key, "%s: %d instead of %d".formatted(what, found, expected));
    } else if (found > expected) {
      repeated(key, "%s: %d instead of %d".formatted(what, found, expected));
    }
  }

  /// Compares values, each of which was written last by the transaction that is named in `writers`.
  void compareValue(String writer, String expected, String found, String what) {
    if (!Objects.equals(expected, found)) {
      lost(writer, "%s is %s instead of %s".formatted(what, found, expected));
    }
  }

  List<Finding> all() {
    return all;
  }
}
