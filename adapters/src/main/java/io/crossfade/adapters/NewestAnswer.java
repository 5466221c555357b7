package io.crossfade.adapters;

import io.crossfade.client.RouteAnswer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What is known of the route, handed from the thread that learns it to the one that carries it
/// out.
final class NewestAnswer {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private RouteAnswer answer;

  NewestAnswer(RouteAnswer first) {
    this.answer = first;
  }

  RouteAnswer get() {
    lock.lock();
    try {
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /// One with an older epoch changes nothing.
  void take(RouteAnswer next) {
    lock.lock();
    try {
      boolean announces = next.epoch() == answer.epoch() && next.next() != answer.next();
      if (next.epoch() > answer.epoch() || announces) {
        answer = next;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits so long, or until there is another than this.
  void awaitOther(RouteAnswer known, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (answer.equals(known) && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
