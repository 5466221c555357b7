package io.crossfade.client;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends reports on a thread of its own, so that a pending poll delays none. Only the newest is
 * sent.
 */
final class Reporter extends Thread {
  private final RouteLink link;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private RouterState newest = RouterState.NONE;
  private @Nullable RouterState unsent;

  Reporter(RouteLink link, String router) {
    super("crossfade-report-" + router);
    setDaemon(true);
    this.link = link;
  }

  /** What was reported last. */
  RouterState newest() {
    lock.lock();
    try {
      return newest;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a report. One that confirms nothing new travels with the next poll, or {@link #again}.
   */
  void report(RouterState state) {
    lock.lock();
    try {
      boolean news = unsent != null || !state.confirmsSameAs(newest);
      newest = state;
      if (news) {
        unsent = state;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Says again what was said last, so that the control plane knows that somebody is there. */
  void again() {
    lock.lock();
    try {
      unsent = newest;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try {
      boolean leaving = false;
      while (!leaving) {
        RouterState state = awaitUnsent();
        leaving = state.leaving();
        if (link.report(state)) {
          sent(state);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RouterState awaitUnsent() throws InterruptedException {
    lock.lock();
    try {
      while (unsent == null) {
        changed.await();
      }
      return unsent;
    } finally {
      lock.unlock();
    }
  }

  private void sent(RouterState state) {
    lock.lock();
    try {
      if (state.equals(unsent)) {
        unsent = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
