package io.crossfade.client;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.RouterFindings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Learns the route from a control plane by long polls.
 *
 * <p>A lost control plane changes nothing but that no newer route comes: the last route goes on,
 * and the control plane is tried again for ever. A route older than the last one is never taken.
 */
public final class HttpRouteSource implements RouteSource {
  private static final Logger LOG = System.getLogger(HttpRouteSource.class.getPackageName());

  /** Shorter than any lease, because each poll renews it. */
  private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

  private static final Duration GOODBYE = Duration.ofMillis(500);

  private final RouteLink link;
  private final Reporter reporter;
  private volatile RouteAnswer answer;

  /** The older epoch that was warned of last. Only the thread that polls looks at it. */
  private long refused;

  /** Asks for the first route, for ten seconds at most. */
  public static HttpRouteSource open(Supplier<ControlPlane> planes) {
    return open(planes, "router", Duration.ofSeconds(10));
  }

  /**
   * Asks for the first route, without which nothing can begin.
   *
   * @param application what people are to see; the process's number and a random one are added, so
   *     that no two routers share a name
   * @param patience how long to try
   * @throws CrossfadeException NOT_RUNNING if no route came in that time
   */
  public static HttpRouteSource open(
      Supplier<ControlPlane> planes, String application, Duration patience) {
    String random = Integer.toHexString(ThreadLocalRandom.current().nextInt());
    String router = application + "-" + ProcessHandle.current().pid() + "-" + random;
    RouteLink link = new RouteLink(planes, router);
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      do {
        RouteAnswer first = link.poll(0, Duration.ZERO, RouterState.NONE);
        if (first != null) {
          return new HttpRouteSource(link, router, first);
        }
      } while (System.nanoTime() < deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CrossfadeException(
        ErrorCode.NOT_RUNNING,
        "No control plane gave a route within "
            + patience.toSeconds()
            + " s, so it is unknown which side may be written. Start `crossfade run`, or correct the address.");
  }

  private HttpRouteSource(RouteLink link, String router, RouteAnswer first) {
    this.link = link;
    this.answer = first;
    this.reporter = new Reporter(link, router);
    reporter.start();
  }

  @Override
  public RouteAnswer current() {
    return answer;
  }

  @Override
  public RouteAnswer awaitNewer(long epoch, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    while (answer.epoch() <= epoch && left > 0 && !link.isClosed()) {
      Duration wait = Duration.ofNanos(Math.min(left, LONGEST_POLL.toNanos()));
      take(link.poll(answer.epoch(), wait, reporter.newest()));
      left = deadline - System.nanoTime();
    }
    return answer;
  }

  @Override
  public void report(RouterState state) {
    reporter.report(state);
  }

  @Override
  public boolean tell(long epoch, RouterFindings findings) {
    return link.tell(epoch, findings);
  }

  /** Waits a moment for the router's last report to leave. */
  @Override
  public void close() {
    link.close();
    try {
      if (reporter.newest().leaving()) {
        reporter.join(GOODBYE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reporter.interrupt();
    }
  }

  private void take(@Nullable RouteAnswer next) {
    if (next == null) {
      return;
    }
    if (next.epoch() < answer.epoch()) {
      if (next.epoch() != refused) {
        refused = next.epoch();
        LOG.log(
            Level.WARNING,
            "epoch {0} is older than epoch {1}, which goes on",
            next.epoch(),
            answer.epoch());
      }
    } else {
      answer = next;
    }
  }
}
