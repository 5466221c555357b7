package io.crossfade.client;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The thread that is told of routes as they are published. Wherever no stream can be had (an older
 * control plane, a proxy that keeps answers until they are complete) it tries again now and then;
 * meanwhile somebody else has to ask.
 */
final class Subscription extends Thread {
  private static final Logger LOG = System.getLogger(Subscription.class.getPackageName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final RouteLink link;
  private final NewestAnswer newest;
  private final Supplier<RouterState> state;
  private volatile boolean live;

  Subscription(RouteLink link, String router, NewestAnswer newest, Supplier<RouterState> state) {
    super("crossfade-routes-" + router);
    setDaemon(true);
    this.link = link;
    this.newest = newest;
    this.state = state;
  }

  /** Whether routes come by themselves now. */
  boolean isLive() {
    return live;
  }

  @Override
  public void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!link.isClosed()) {
        pause = follow() ? FIRST_PAUSE : longer(pause);
        link.awaitClosed(pause);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the route source was closed");
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  /** Whether anything has come before it ended. */
  private boolean follow() {
    boolean came = false;
    try (RouteStream stream = link.subscribe(state.get())) {
      while (!link.isClosed()) {
        RouteAnswer answer = stream.next();
        if (answer != null) {
          came = true;
          live = true;
          newest.take(answer);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "no stream of routes, so they are asked for: {0}", e.toString());
    } finally {
      live = false;
      newest.wake();
    }
    return came;
  }
}
