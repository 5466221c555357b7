package io.crossfade.demo;

import io.crossfade.demo.judge.Sabotage;

/// What one run of the demo is made of.
///
/// @param subject what is moved
/// @param rate transactions per second, of all clients together
/// @param keep whether the run's files stay when it has ended well
record Settings(
    Subject subject, int rate, int clients, long seed, Sabotage sabotage, boolean keep) {

  String title() {
    String title =
        "%s, %d clients, %d tx/s, seed %d".formatted(subject.name(), clients, rate, seed);
    return sabotage == Sabotage.NONE ? title : title + ", sabotage " + sabotage;
  }
}
