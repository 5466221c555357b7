package io.crossfade.adapters;

import io.crossfade.model.Route;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The route that is known, handed from the thread that learns it to the one that carries it out.
final class NewestRoute {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Route route;

  NewestRoute(Route first) {
    this.route = first;
  }

  Route get() {
    lock.lock();
    try {
      return route;
    } finally {
      lock.unlock();
    }
  }

  /// An older one changes nothing.
  void take(Route next) {
    lock.lock();
    try {
      if (next.epoch() > route.epoch()) {
        route = next;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits so long, or until a route newer than this epoch is known.
  void awaitNewer(long epoch, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (route.epoch() <= epoch && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
