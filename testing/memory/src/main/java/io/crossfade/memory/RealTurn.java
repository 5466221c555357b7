package io.crossfade.memory;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Ordinary threads and real time: whoever comes first goes first, and nothing goes wrong. */
public final class RealTurn implements Turn {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @Override
  public <T> T take(String what, Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  @Override
  public boolean await(String what, BooleanSupplier condition, Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerError(
          ServerError.Kind.CONNECTION_LOST, "interrupted while waiting to " + what, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void now(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }
}
