package io.crossfade.transfer;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Guards what several threads share, and wakes those who wait for it to become something. All waits
 * of transfer and engine for each other go through here, so that their time is that of a {@link
 * Timing}.
 */
public final class Watched {
  private final Timing timing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  public Watched(Timing timing) {
    this.timing = timing;
  }

  /** Does the work while nobody else does any here. */
  public <T> T with(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #with}, and tells those who wait. */
  public void change(Runnable work) {
    lock.lock();
    try {
      work.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it is so. */
  public void await(BooleanSupplier wanted) throws InterruptedException {
    lock.lock();
    try {
      while (!wanted.getAsBoolean()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it is so; false when patience ends first. */
  public boolean await(BooleanSupplier wanted, Duration patience) throws InterruptedException {
    long deadline = timing.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      while (!wanted.getAsBoolean()) {
        long left = deadline - timing.nanoTime();
        if (left <= 0) {
          return false;
        }
        timing.await(lock, changed, left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
