package io.crossfade.cli.gateway;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.KeptRoute;
import io.crossfade.client.RouteSource;
import io.crossfade.client.Router;
import io.crossfade.gateway.Gateway;
import io.crossfade.model.CrossfadeException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A gateway in this process, with the router by which it learns its route as any application does.
public final class RoutedGateway implements AutoCloseable {
  /// How long the control plane is asked for a first route.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Where another route is at hand: applications wait until somebody listens.
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(2);

  /// In which pools notice that connections were ended which they do not use.
  private static final Duration GRACE = Duration.ofSeconds(10);

  /// How long a transaction may go on in a process that another one has followed.
  private static final Duration LAST_TRANSACTIONS = Duration.ofMinutes(2);

  /// The same where nobody follows, and somebody waits for the end of this process.
  private static final Duration LAST_MOMENT = Duration.ofSeconds(5);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final Gateway gateway;
  private final Router router;
  private final String address;
  private final CountDownLatch closed = new CountDownLatch(1);

  RoutedGateway(Gateway gateway, Router router, String address) {
    this.gateway = gateway;
    this.router = router;
    this.address = address;
  }

  /// Listens from now on. NOT_RUNNING where there is no route; else as
  /// [ManifestGateway#parts(Handover)].
  ///
  /// @param planes where the control plane is, asked anew after each failure
  /// @param kept where the last route is kept; null where it is not
  public static RoutedGateway start(
      ManifestGateway described, Supplier<ControlPlane> planes, @Nullable KeptRoute kept) {
    return start(described, planes, kept, Handover.NONE);
  }

  /// The same, as one of several processes that follow each other.
  public static RoutedGateway start(
      ManifestGateway described,
      Supplier<ControlPlane> planes,
      @Nullable KeptRoute kept,
      Handover handover) {
    // what is wrong with the manifest is said at once, not after a wait for a route
    GatewayParts parts = described.parts(handover);
    boolean isKept = kept != null && Files.exists(kept.file());
    RouteSource source =
        HttpRouteSource.open(
            planes,
            "gateway:" + described.settings().listen().port(),
            isKept ? SHORT_PATIENCE : PATIENCE,
            kept);
    Router router = new Router(source);
    try {
      RoutedGateway started =
          new RoutedGateway(parts.start(router), router, described.settings().listen().address());
      Thread.ofVirtual().name("succession").start(started::makeWay);
      return started;
    } catch (CrossfadeException e) {
      router.close();
      throw e;
    }
  }

  /// Where it listens, as people write it.
  public String where() {
    return address + ":" + gateway.port();
  }

  public int port() {
    return gateway.port();
  }

  /// Clients that are logged in now.
  public int sessions() {
    return gateway.sessions();
  }

  /// Waits until this is closed.
  public void awaitEnd() throws InterruptedException {
    closed.await();
  }

  /// Waits until no client is logged in, or this is closed.
  public void awaitNobody() throws InterruptedException {
    boolean ended = false;
    while (!ended && sessions() > 0) {
      ended = closed.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// Once another process takes the clients in, the sessions that are here go.
  private void makeWay() {
    try {
      gateway.awaitSuccessor();
      var _ = gateway.drain(GRACE, LAST_TRANSACTIONS);
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Transactions under way end first, if they do so soon.
  @Override
  public synchronized void close() {
    if (closed.getCount() > 0) {
      // from the right to the left, whatever one of them throws
      try (router;
          gateway) {
        var _ = gateway.drain(Duration.ZERO, LAST_MOMENT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        closed.countDown();
      }
    }
  }
}
