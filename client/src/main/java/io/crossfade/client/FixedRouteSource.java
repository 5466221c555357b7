package io.crossfade.client;

import io.crossfade.model.Route;
import io.crossfade.model.RouterFindings;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A route that the own process sets, without any control plane. */
public final class FixedRouteSource implements RouteSource {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile RouteAnswer answer;

  /** The answer that the router was given last. Guarded by the lock. */
  private RouteAnswer given;

  private volatile RouterState reported = RouterState.NONE;
  private volatile RouterFindings told = RouterFindings.NONE;

  public FixedRouteSource(Route route) {
    this.answer = new RouteAnswer(route, null);
    this.given = answer;
  }

  public void set(Route route) {
    set(route, null);
  }

  public void set(Route route, @Nullable Freshness freshness) {
    set(new RouteAnswer(route, freshness));
  }

  public void set(RouteAnswer next) {
    lock.lock();
    try {
      answer = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the router has confirmed this epoch, drained, or the time is over. */
  public boolean awaitDrained(long epoch, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (reported.epoch() < epoch || !reported.drained()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** What the router reported last. */
  public RouterState reported() {
    return reported;
  }

  /** What the router told last of its ledger, of mismatches and of its sessions. */
  public RouterFindings told() {
    return told;
  }

  @Override
  public boolean tell(long epoch, RouterFindings findings) {
    told = findings;
    return true;
  }

  @Override
  public RouteAnswer current() {
    return answer;
  }

  @Override
  public RouteAnswer awaitNewer(long epoch, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (!answer.isNews(epoch, given) && left > 0) {
        left = changed.awaitNanos(left);
      }
      given = answer;
      return given;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void report(RouterState state) {
    lock.lock();
    try {
      reported = state;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
