package io.crossfade.client;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.RouterFindings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Learns the route from a control plane: by a stream that tells of each new one, and by long polls
 * wherever and whenever that stream cannot be had.
 *
 * <p>A lost control plane changes nothing but that no newer route comes: the last route goes on,
 * and the control plane is tried again for ever. A route older than the last one is never taken.
 */
public final class HttpRouteSource implements RouteSource {
  /** Shorter than any lease, because each poll renews it, or a report beside the stream. */
  private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

  private static final Duration GOODBYE = Duration.ofMillis(500);

  private final RouteLink link;
  private final Reporter reporter;
  private final NewestAnswer newest;
  private final Subscription subscription;

  /** The answer that the router was given last. */
  private volatile RouteAnswer given;

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
    return open(planes, application, patience, null);
  }

  /**
   * The same, which begins with the route that was kept where no control plane answers in time.
   *
   * @param kept where each new route is kept
   * @throws CrossfadeException NOT_RUNNING if there is no route, CONFIGURATION_INVALID if the kept
   *     one is of another migration, or is needed and cannot be understood
   */
  public static HttpRouteSource open(
      Supplier<ControlPlane> planes,
      String application,
      Duration patience,
      @Nullable KeptRoute kept) {
    String random = Integer.toHexString(ThreadLocalRandom.current().nextInt());
    String router = application + "-" + ProcessHandle.current().pid() + "-" + random;
    RouteLink link = new RouteLink(planes, router);
    RouteAnswer first = new FirstRoute(link, patience, kept).get();
    return new HttpRouteSource(link, router, new NewestAnswer(first, kept));
  }

  private HttpRouteSource(RouteLink link, String router, NewestAnswer newest) {
    this.link = link;
    this.newest = newest;
    this.given = newest.get();
    this.reporter = new Reporter(link, router);
    this.subscription = new Subscription(link, router, newest, reporter::newest);
    reporter.start();
    subscription.start();
  }

  @Override
  public RouteAnswer current() {
    return newest.get();
  }

  @Override
  public RouteAnswer awaitNewer(long epoch, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    while (!newest.get().isNews(epoch, given) && left > 0 && !link.isClosed()) {
      Duration wait = Duration.ofNanos(Math.min(left, LONGEST_POLL.toNanos()));
      if (subscription.isLive()) {
        awaitTold(epoch, wait);
      } else {
        ask(wait);
      }
      left = deadline - System.nanoTime();
    }
    given = newest.get();
    return given;
  }

  /**
   * Nothing that the control plane sends shows that this process is awake to get it, so what renews
   * the lease is always said by us.
   */
  private void awaitTold(long epoch, Duration wait) throws InterruptedException {
    newest.await(epoch, given, wait, () -> subscription.isLive() && !link.isClosed());
    if (subscription.isLive() && !newest.get().isNews(epoch, given)) {
      reporter.again();
    }
  }

  private void ask(Duration wait) throws InterruptedException {
    RouteAnswer answer = link.poll(newest.get().epoch(), wait, reporter.newest());
    if (answer != null) {
      newest.take(answer);
    }
  }

  @Override
  public void report(RouterState state) {
    reporter.report(state);
  }

  @Override
  public boolean tell(long epoch, RouterFindings findings) {
    return link.tell(epoch, findings);
  }

  @Override
  public Optional<Duration> leaseAge() {
    return link.leaseAge();
  }

  /** Waits a moment for the router's last report to leave. */
  @Override
  public void close() {
    link.close();
    newest.wake();
    try {
      if (reporter.newest().leaving()) {
        reporter.join(GOODBYE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reporter.interrupt();
      subscription.interrupt();
    }
  }
}
