package io.crossfade.gateway.session;

import java.util.concurrent.atomic.AtomicInteger;

/// So many may be in at once.
public final class Seats {
  private final int all;
  private final AtomicInteger taken = new AtomicInteger();

  public Seats(int all) {
    this.all = all;
  }

  /// @return whether there was one left
  boolean take() {
    if (taken.incrementAndGet() <= all) {
      return true;
    }
    taken.decrementAndGet();
    return false;
  }

  void leave() {
    taken.decrementAndGet();
  }

  public int taken() {
    return taken.get();
  }
}
