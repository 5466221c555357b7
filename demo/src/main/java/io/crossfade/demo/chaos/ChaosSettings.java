package io.crossfade.demo.chaos;

import io.crossfade.demo.Subject;
import io.crossfade.demo.shop.Size;
import io.crossfade.demo.stage.From;
import java.time.Duration;

/// What one round is made of: one migration of one shop.
///
/// @param from what the shop leaves
/// @param faults for how long things go wrong
/// @param rate transactions per second, of all clients together
/// @param keep whether the round's files stay when it has ended well
record ChaosSettings(
    long seed, From from, Duration faults, Size size, int clients, int rate, boolean keep) {

  Subject subject() {
    return Subject.shop(size, from);
  }

  /// A seed decides this too, so that the same seed is the same round.
  boolean storeOnServer() {
    return seed % 2 == 0;
  }

  String title() {
    return from.title() + ", " + store();
  }

  private String store() {
    return storeOnServer() ? "two engines, store on a server" : "one engine, store in a file";
  }

  /// The copy is to take a tenth of the time.
  long rowsPerSecond() {
    return 10 * size.total() / faults.toSeconds();
  }

  String replay() {
    long minutes = Math.max(1, faults.toMinutes());
    return "./crossfade chaos --from %s --minutes %d --round %d --seed %d --size %s --clients %d --rate %d"
        .formatted(from, minutes, minutes, seed, size, clients, rate);
  }
}
