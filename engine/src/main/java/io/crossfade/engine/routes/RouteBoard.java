package io.crossfade.engine.routes;

import io.crossfade.connector.Freshness;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The current route of one migration, and the routers that follow it. Safe for use by several
/// threads; whoever waits is woken, nobody polls.
public final class RouteBoard implements AutoCloseable {
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(3);

  private final RouteStore store;
  private final LongSupplier nanoTime;
  private final long knowsAllRoutersAt;
  private final Routers routers;
  private final Map<Direction, Freshness> freshness = new ConcurrentHashMap<>();

  /// Held while a route is saved, so that reports need not wait for the disk.
  private final ReentrantLock publishing = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile Route current;
  private volatile boolean closed;

  public RouteBoard(Route current, RouteStore store) {
    this(current, store, DEFAULT_LEASE, System::nanoTime);
  }

  /// @param current the route that was published last, perhaps by an earlier process
  /// @param lease how long a silent router still counts
  /// @param nanoTime a monotonic clock
  public RouteBoard(Route current, RouteStore store, Duration lease, LongSupplier nanoTime) {
    this.current = current;
    this.store = store;
    this.nanoTime = nanoTime;
    this.routers = new Routers(lease.toNanos());
    this.knowsAllRoutersAt = nanoTime.getAsLong() + lease.toNanos();
  }

  public Route current() {
    return current;
  }

  /// Makes a route durable, then visible. SUPERSEDED if its epoch is not newer than the current
  /// one.
  public void publish(Route route) {
    publish(route, store);
  }

  /// As the other, saved in another way.
  public void publish(Route route, RouteStore saving) {
    publishing.lock();
    try {
      if (route.epoch() <= current.epoch()) {
        throw new CrossfadeException(
            ErrorCode.SUPERSEDED,
            "Migration %s has a route of epoch %d; one of epoch %d cannot follow it. Start from the current route."
                .formatted(route.migration(), current.epoch(), route.epoch()));
      }
      saving.save(route);
      lock.lock();
      try {
        current = route;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    } finally {
      publishing.unlock();
    }
  }

  /// Waits for a route with an epoch newer than this one; returns the current one in the end.
  public Route await(long newerThan, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (current.epoch() <= newerThan && left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  /// Takes a router's report, which renews its lease.
  public void report(RouterReport report) {
    lock.lock();
    try {
      routers.hear(report, nanoTime.getAsLong());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Renews the lease of a router that was just answered: it counts from the answer on.
  public void renew(String router) {
    lock.lock();
    try {
      routers.renew(router, nanoTime.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /// What the routers that are alive reported last.
  public List<RouterReport> routers() {
    lock.lock();
    try {
      return routers.alive(nanoTime.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /// Waits until every router that is alive must have reported here: one lease from when the board
  /// was made, because before that the routers of an earlier process may be alive and silent.
  /// Whoever wants to hold waits here first, while nobody is held.
  public void awaitAcquainted() throws InterruptedException {
    lock.lock();
    try {
      long left = knowsAllRoutersAt - nanoTime.getAsLong();
      while (left > 0 && !closed) {
        long unused = changed.awaitNanos(left);
        left = knowsAllRoutersAt - nanoTime.getAsLong();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until every router that is alive has confirmed this epoch and has no older write
  /// transaction in flight. A router that is silent for longer than its lease does not count:
  /// against those only the fence helps.
  ///
  /// The answer does not come before [#awaitAcquainted] would return.
  ///
  /// @return whether it came to that in time
  public boolean awaitDrained(long epoch, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    lock.lock();
    try {
      while (true) {
        long now = nanoTime.getAsLong();
        OptionalLong patience = routers.patience(epoch, now);
        if (patience.isEmpty() && now - knowsAllRoutersAt >= 0) {
          return true;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0 || closed) {
          return false;
        }
        long wait = patience.orElse(knowsAllRoutersAt - now);
        long unused = changed.awaitNanos(Math.max(1, Math.min(left, wait)));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Says how readers ask whether what they wrote has arrived, while the stream of this direction
  /// runs.
  public void freshness(Direction direction, Freshness how) {
    freshness.put(direction, how);
  }

  /// How readers under this route ask whether what they wrote has arrived on the other side.
  public Optional<Freshness> freshness(Route route) {
    return switch (route.writes()) {
      case SOURCE -> Optional.ofNullable(freshness.get(Direction.FORWARD));
      case TARGET -> Optional.ofNullable(freshness.get(Direction.REVERSE));
      case BOTH -> Optional.empty();
    };
  }

  /// Ends all waiting, as this process ends.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
