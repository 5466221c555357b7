package io.crossfade.bench;

import java.util.List;

/// What all contestants of a race took.
record Results(List<Times> all) {
  boolean have(String name) {
    return all.stream().anyMatch(times -> times.name().equals(name));
  }

  Times of(String name) {
    return all.stream()
        .filter(times -> times.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " was not measured"));
  }
}
