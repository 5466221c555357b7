package io.crossfade.openfeature;

import io.crossfade.client.Router;
import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at a router again and again, and says what has changed. */
final class RouteWatch implements AutoCloseable {
  /** Who hears of it, on the thread that looks. */
  interface Listener {
    void changed(Route route);

    /**
     * @param stale whether the last route goes on without a control plane
     */
    void lease(boolean stale, Route route);
  }

  private record Seen(Route route, Readers readers, boolean stale) {}

  private static final Logger LOG = System.getLogger(RouteWatch.class.getPackageName());

  private final Router router;
  private final Listener listener;
  private final Duration every;

  /** Begins as fresh: the SDK says by itself that a provider is ready. */
  private volatile Seen seen;

  private @Nullable ScheduledExecutorService thread;

  RouteWatch(Router router, Listener listener, Duration every) {
    this.router = router;
    this.listener = listener;
    this.every = every;
    this.seen = new Seen(router.route(), router.readers(), false);
  }

  boolean stale() {
    return seen.stale();
  }

  synchronized void start() {
    if (thread != null) {
      return;
    }
    thread =
        Executors.newSingleThreadScheduledExecutor(work -> {
          Thread looking = new Thread(work, "crossfade-openfeature");
          looking.setDaemon(true);
          return looking;
        });
    long nanos = every.toNanos();
    ScheduledFuture<?> looks =
        thread.scheduleWithFixedDelay(this::lookAgain, nanos, nanos, TimeUnit.NANOSECONDS);
    LOG.log(Level.DEBUG, () -> "looking at the route: " + !looks.isCancelled());
  }

  /** One look that fails must not be the last one. */
  private void lookAgain() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a change of the route was not told: {0}", e.toString());
    }
  }

  void look() {
    Seen before = seen;
    Seen now = new Seen(router.route(), router.readers(), isStale(router));
    seen = now;
    if (!now.route().equals(before.route()) || !now.readers().equals(before.readers())) {
      listener.changed(now.route());
    }
    if (now.stale() != before.stale()) {
      listener.lease(now.stale(), now.route());
    }
  }

  private static boolean isStale(Router router) {
    return router.leaseAge().filter(age -> age.compareTo(Router.LEASE) <= 0).isEmpty();
  }

  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.shutdownNow().forEach(look -> LOG.log(Level.DEBUG, "no look any more: {0}", look));
      thread = null;
    }
  }
}
