package io.crossfade.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Brings a router each new route, on a thread of its own. */
final class Watcher implements Runnable {
  private static final Logger LOG = System.getLogger(Watcher.class.getPackageName());
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final RouteSource source;
  private final Router router;

  Watcher(RouteSource source, Router router) {
    this.source = source;
    this.router = router;
  }

  /** A daemon, as an application may end without closing its router. */
  static Thread daemon(Runnable watcher) {
    Thread thread = new Thread(watcher, "crossfade-router");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        RouteAnswer answer = source.awaitNewer(router.route().epoch(), ROUND);
        router.follow(answer);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the router was closed");
    }
  }
}
