package io.crossfade.gateway.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What becomes of sessions when writes move to the other database.
///
/// @param atOnce how many are made ready side by side, before anybody is held
/// @param ready how long that may take; whoever is not ready then gets ready in the hold
/// @param pins how long the hold is put off for sessions that have what cannot be taken along;
///   nobody waits meanwhile. Those that still have it are ended once writes have moved. Zero does
///   not wait
/// @param busy after how long of a hold a session is ended whose transaction is still open; null
///   never ends one: then the switch is called off
public record Switching(int atOnce, Duration ready, Duration pins, @Nullable Duration busy) {
  public static final Switching DEFAULT =
      new Switching(8, Duration.ofSeconds(2), Duration.ofSeconds(5), null);

  public Switching {
    if (atOnce < 1) {
      throw new IllegalArgumentException("at least one session is made ready at once");
    }
  }

  public Switching pins(Duration other) {
    return new Switching(atOnce, ready, other, busy);
  }

  public Switching busy(Duration other) {
    return new Switching(atOnce, ready, pins, other);
  }
}
