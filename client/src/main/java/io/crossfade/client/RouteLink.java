package io.crossfade.client;

import io.crossfade.model.RouterFindings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a control plane that may go away and come back, elsewhere even. Each try asks
 * anew where it is; after a failure the next try waits, at most a second. Whoever is referred to
 * another server stays there until that one fails.
 */
final class RouteLink {
  private static final Logger LOG = System.getLogger(RouteLink.class.getPackageName());
  private static final long FIRST_PAUSE = 20;
  private static final long LONGEST_PAUSE = 1_000;

  private final Supplier<ControlPlane> planes;
  private final String router;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable RouteEndpoint endpoint;
  private boolean lost;
  private long pause = FIRST_PAUSE;

  /** When that was asked which has been answered last; null if nothing was. */
  private @Nullable Long lastAsked;

  RouteLink(Supplier<ControlPlane> planes, String router) {
    this.planes = planes;
    this.router = router;
  }

  /** The answer, or null after a failure and the pause that follows it. */
  @Nullable RouteAnswer poll(long epoch, Duration wait, RouterState state)
      throws InterruptedException {
    long since = System.nanoTime();
    try {
      RouteAnswer answer = asked(where -> where.poll(epoch, wait, state));
      reached(since);
      return answer;
    } catch (IOException | RuntimeException e) {
      failed(e);
      return null;
    }
  }

  /** Asks to be told of routes. A failure is the caller's: polls find out whether all is lost. */
  RouteStream subscribe(RouterState state) throws IOException {
    return asked(where -> where.subscribe(state));
  }

  /** Whether the report has arrived; if not, after a pause. */
  boolean report(RouterState state) throws InterruptedException {
    long since = System.nanoTime();
    try {
      boolean arrived =
          asked(where -> {
            where.report(state);
            return true;
          });
      reached(since);
      return arrived;
    } catch (IOException | RuntimeException e) {
      failed(e);
      return false;
    }
  }

  /**
   * Whether they have arrived. An older control plane does not take any: so one that refuses them
   * is not lost for that.
   */
  boolean tell(long epoch, RouterFindings findings) {
    try {
      return asked(where -> {
        where.tell(epoch, findings);
        return true;
      });
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "findings have not arrived: {0}", e.toString());
      return false;
    }
  }

  /** What is asked of whoever carries the migration on. */
  @FunctionalInterface
  private interface Asking<T> {
    T of(RouteEndpoint where) throws IOException;
  }

  private <T> T asked(Asking<T> question) throws IOException {
    RouteEndpoint first = endpoint();
    try {
      return question.of(first);
    } catch (Referred to) {
      RouteEndpoint there = first.at(to);
      T answer = question.of(there);
      take(there);
      return answer;
    }
  }

  private synchronized void take(RouteEndpoint there) {
    endpoint = there;
  }

  void close() {
    closed.countDown();
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Waits so long, or until it is closed. */
  void awaitClosed(Duration atMost) throws InterruptedException {
    if (closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.log(Level.DEBUG, "not tried again: the route source is closed");
    }
  }

  private synchronized RouteEndpoint endpoint() {
    if (endpoint == null) {
      endpoint = new RouteEndpoint(planes.get(), router);
    }
    return endpoint;
  }

  /** See {@link RouteSource#leaseAge}. */
  synchronized Optional<Duration> leaseAge() {
    return Optional.ofNullable(lastAsked).map(since -> Duration.ofNanos(System.nanoTime() - since));
  }

  /**
   * @param since when it was asked: a poll and a report run side by side, and end in any order
   */
  private synchronized void reached(long since) {
    lastAsked = lastAsked == null || since - lastAsked > 0 ? since : lastAsked;
    if (lost) {
      LOG.log(Level.INFO, "the control plane is back");
    }
    lost = false;
    pause = FIRST_PAUSE;
  }

  private void failed(Exception e) throws InterruptedException {
    long millis;
    synchronized (this) {
      if (!lost && !isClosed()) {
        LOG.log(
            Level.WARNING, "the control plane is lost, the last route goes on: {0}", e.toString());
      }
      lost = true;
      endpoint = null;
      millis = pause;
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
    awaitClosed(Duration.ofMillis(millis));
  }
}
