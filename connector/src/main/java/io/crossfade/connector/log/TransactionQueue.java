package io.crossfade.connector.log;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on their way from the thread that reads the log to the one that applies it, bounded
 * by their memory. One that is larger than the bound passes alone.
 */
public final class TransactionQueue {
  private record Entry(LoggedTransaction transaction, long weight) {}

  private final long capacity;
  private final int count;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long weight;
  private Position taken;
  private Position put;
  private @Nullable CrossfadeException failure;

  public TransactionQueue(Position from, long capacity, int count) {
    this.taken = from;
    this.put = from;
    this.capacity = capacity;
    this.count = count;
  }

  /** False if there was no room for so long. */
  public boolean offer(LoggedTransaction transaction, long itsWeight, long nanos)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!entries.isEmpty() && (weight + itsWeight > capacity || entries.size() >= count)) {
        if (left <= 0) {
          return false;
        }
        left = emptied.awaitNanos(left);
      }
      entries.add(new Entry(transaction, itsWeight));
      weight += itsWeight;
      put = later(put, transaction.end());
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The log has nothing more up to {@code position} than what was offered. */
  public void advance(Position position) {
    lock.lock();
    try {
      put = later(put, position);
      filled.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing comes any more, and why. What was offered before can still be taken. */
  public void fail(CrossfadeException reason) {
    lock.lock();
    try {
      if (failure == null) {
        failure = reason;
      }
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody takes any more: makes room for whoever waits to offer. */
  public void discard() {
    lock.lock();
    try {
      entries.clear();
      weight = 0;
      put = taken;
      emptied.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Null when none came in time, or when the log has moved on without one. */
  public @Nullable LoggedTransaction poll(Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (entries.isEmpty()) {
        if (failure != null) {
          throw new CrossfadeException(failure.code(), message(failure), failure.fields(), failure);
        }
        if (!taken.isAtLeast(put)) {
          taken = put;
          return null;
        }
        if (left <= 0) {
          return null;
        }
        left = filled.awaitNanos(left);
      }
      Entry entry = entries.remove();
      weight -= entry.weight();
      taken = entry.transaction().end();
      emptied.signal();
      return entry.transaction();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CrossfadeException(ErrorCode.INTERNAL, "interrupted while waiting for changes", e);
    } finally {
      lock.unlock();
    }
  }

  /** Everything up to here has been taken: never beyond what still waits here. */
  public Position takenThrough() {
    lock.lock();
    try {
      if (entries.isEmpty()) {
        taken = later(taken, put);
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private static Position later(Position one, Position other) {
    return one.isAtLeast(other) ? one : other;
  }

  private static String message(CrossfadeException failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
