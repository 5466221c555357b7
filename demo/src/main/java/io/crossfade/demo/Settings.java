package io.crossfade.demo;

import io.crossfade.demo.judge.Sabotage;
import java.util.Set;

/// What one run of the demo is made of.
///
/// @param subject what is moved
/// @param rate transactions per second, of all clients together
/// @param keep whether the run's files stay when it has ended well
record Settings(
    Subject subject, int rate, int clients, long seed, Set<Sabotage> sabotages, boolean keep) {

  String title() {
    String title =
        "%s, %d clients, %d tx/s, seed %d".formatted(subject.name(), clients, rate, seed);
    return sabotages.isEmpty() ? title : title + ", sabotage " + sabotages;
  }
}
