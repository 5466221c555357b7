package io.crossfade.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.HoldListener;
import io.crossfade.client.Router;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.Listening;
import io.crossfade.model.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The route changes after a session was not let through, and before anybody knows that it waits:
/// then nobody wakes it but itself.
class LateRouteIT {
  private final FixedRouteSource routes = new FixedRouteSource(Route.initial("shop"));

  /// Those who wait. Before one gets in, the hold is over and everybody has been told.
  private final class LateSet extends HashSet<Crossing> {
    private final Router router;

    LateSet(Router router) {
      this.router = router;
    }

    @Override
    public boolean add(Crossing crossing) {
      Route released = router.route().release();
      routes.set(released);
      while (routes.reported().epoch() < released.epoch()) {
        LockSupport.parkNanos(1_000_000);
      }
      return super.add(crossing);
    }
  }

  @Test
  @Timeout(60)
  void whoIsTooLateToBeToldLooksForHimself() throws Exception {
    Backend backend = Trusting.newBackend();
    try (ServerSocket nobody = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Router router = new Router(routes, Duration.ofSeconds(3), HoldListener.NONE)) {
      // What is made ready meanwhile is not done either, so that it wakes nobody.
      Backend silent = new Backend("127.0.0.1", nobody.getLocalPort(), "shop", null);
      Backends backends = new Backends("shop", backend, silent, List.of());
      Shared shared = Trusting.shared(router, backends, new LateSet(router));
      router.whenChanged(new Usher(shared)::routeChanged);
      Listening any =
          new Listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null);
      try (Listener listener = Listener.start(any, Transport.best(), shared);
          Connection connection =
              DriverManager.getConnection(
                  "jdbc:postgresql://127.0.0.1:" + listener.port() + "/shop", "postgres", "")) {
        Route held = router.route().hold();
        routes.set(held);
        assertThat(routes.awaitDrained(held.epoch(), Duration.ofSeconds(5))).isTrue();
        try (var rows = connection.createStatement().executeQuery("SELECT 1")) {
          assertThat(rows.next()).isTrue();
        }
        assertThat(router.route().epoch()).isEqualTo(held.epoch() + 1);
      }
    }
  }
}
