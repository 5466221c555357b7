package io.crossfade.server.access;

import io.javalin.http.ServiceUnavailableResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// So many at once and no more. Whoever is one too many waits for a moment, and is then told to
/// come later (503): what many ask for must not take all connections to the store from those who
/// carry migrations on.
public final class Bounded {
  private final Semaphore places;
  private final Duration patience;

  public Bounded(int places, Duration patience) {
    this.places = new Semaphore(places, true);
    this.patience = patience;
  }

  public <T> T call(Supplier<T> work) {
    enter();
    try {
      return work.get();
    } finally {
      leave();
    }
  }

  /// Whoever was let in has to [#leave].
  public void enter() {
    try {
      if (places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ServiceUnavailableResponse(
        "too many ask for this at the same time. Nothing was done; ask again in a moment.");
  }

  public void leave() {
    places.release();
  }
}
