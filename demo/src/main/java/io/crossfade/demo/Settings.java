package io.crossfade.demo;

import io.crossfade.cli.view.Numbers;
import io.crossfade.demo.judge.Sabotage;
import io.crossfade.demo.shop.Size;

/// What one run of the demo is made of.
///
/// @param rate transactions per second, of all clients together
/// @param keep whether the run's files stay when it has ended well
record Settings(Size size, int rate, int clients, long seed, Sabotage sabotage, boolean keep) {

  String title() {
    String title =
        "%s shop, %s rows, %d clients, %d tx/s, seed %d"
            .formatted(size, Numbers.count(size.total()), clients, rate, seed);
    return sabotage == Sabotage.NONE ? title : title + ", sabotage " + sabotage;
  }
}
