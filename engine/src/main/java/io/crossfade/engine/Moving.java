package io.crossfade.engine;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One move at a time, in the order in which they were asked for.
final class Moving {
  private final ReentrantLock lock = new ReentrantLock(true);

  <T> T alone(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /// Held by whoever moves.
  Lock lock() {
    return lock;
  }

  boolean isUnderWay() {
    return lock.isLocked();
  }
}
