package io.crossfade.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** The thread that brings a router each new route. */
final class Watcher extends Thread {
  private static final Logger LOG = System.getLogger(Watcher.class.getPackageName());
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final RouteSource source;
  private final Router router;

  Watcher(RouteSource source, Router router) {
    super("crossfade-router-" + router.route().migration());
    setDaemon(true);
    this.source = source;
    this.router = router;
  }

  @Override
  public void run() {
    try {
      while (!isInterrupted()) {
        RouteAnswer answer = source.awaitNewer(router.route().epoch(), ROUND);
        router.follow(answer);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the router was closed");
    }
  }
}
