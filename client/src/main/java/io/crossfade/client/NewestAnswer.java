package io.crossfade.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The newest answer that has come, by whatever way. A route older than it is never taken. */
final class NewestAnswer {
  private static final Logger LOG = System.getLogger(NewestAnswer.class.getPackageName());

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile RouteAnswer answer;

  /** The older epoch that was warned of last. Guarded by the lock. */
  private long refused;

  NewestAnswer(RouteAnswer first) {
    this.answer = first;
  }

  RouteAnswer get() {
    return answer;
  }

  void take(RouteAnswer next) {
    lock.lock();
    try {
      if (next.epoch() < answer.epoch()) {
        refuse(next.epoch());
      } else {
        answer = next;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void refuse(long epoch) {
    if (epoch != refused) {
      refused = epoch;
      LOG.log(
          Level.WARNING,
          "epoch {0} is older than epoch {1}, which goes on",
          epoch,
          answer.epoch());
    }
  }

  /** Whoever waits looks again whether there is anything to wait for. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a newer epoch, at most so long, and only while it is of use. */
  void await(long epoch, Duration atMost, BooleanSupplier isOfUse) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (answer.epoch() <= epoch && left > 0 && isOfUse.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
