package io.crossfade.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The newest answer that has come, by whatever way. A route older than it is never taken. */
final class NewestAnswer {
  private static final Logger LOG = System.getLogger(NewestAnswer.class.getPackageName());

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final @Nullable KeptRoute kept;
  private volatile RouteAnswer answer;

  /** Held while an answer is kept, so that nobody who waits for one waits for the disk. */
  private final ReentrantLock keeping = new ReentrantLock();

  /** Guarded by the lock of its own. */
  private @Nullable RouteAnswer keptLast;

  /** The older epoch that was warned of last. Guarded by the lock. */
  private long refused;

  /**
   * @param kept where each is kept; null where none is
   */
  NewestAnswer(RouteAnswer first, @Nullable KeptRoute kept) {
    this.answer = first;
    this.kept = kept;
    keep();
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
    keep();
  }

  private void keep() {
    if (kept == null) {
      return;
    }
    keeping.lock();
    try {
      RouteAnswer newest = answer;
      if (!newest.equals(keptLast)) {
        kept.keep(newest);
        keptLast = newest;
      }
    } finally {
      keeping.unlock();
    }
  }

  private void refuse(long epoch) {
    if (epoch != refused) {
      refused = epoch;
      LOG.log(
          Level.WARNING, "epoch {0} is older than epoch {1}, which goes on", epoch, answer.epoch());
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

  /**
   * Waits for news, at most so long, and only while it is of use.
   *
   * @param known the answer that was seen last
   */
  void await(long epoch, RouteAnswer known, Duration atMost, BooleanSupplier isOfUse)
      throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (!answer.isNews(epoch, known) && left > 0 && isOfUse.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
