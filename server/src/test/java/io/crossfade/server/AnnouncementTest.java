package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.Router;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.routes.RouterReport;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A router hears where writes are about to move, over the wire, and says when it is ready.
@Timeout(60)
class AnnouncementTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Access access = Access.random();
  private final RouteBoard board =
      new RouteBoard(Route.initial("shop"), _ -> {}, Duration.ofMillis(1_500), Timing.REAL);

  /// With so many streams; without any, routers ask.
  private ControlServer server = serve(10);

  private ControlServer serve(int streams) {
    return ControlServer.start(access, List.of(new RouteRoutes(_ -> Optional.of(board), streams)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// Each is a step of a switch that somebody waits for. A sign of life comes every half second.
  @Test
  void whatIsAnnouncedIsToldAtOnceAndAnswered() throws Exception {
    board.publish(board.current().release());
    try (Router router = new Router(open())) {
      AtomicBoolean isReady = new AtomicBoolean();
      router.prepares(side -> side == Side.TARGET && isReady.get());
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 10; i++) {
        isReady.set(false);
        long since = System.nanoTime();
        board.announce(Side.TARGET);
        await("announced", () -> router.next() == Side.TARGET);
        assertThat(board.awaitReady(Side.TARGET, Duration.ZERO)).isFalse();
        isReady.set(true);
        router.prepared();
        assertThat(board.awaitReady(Side.TARGET, SOON)).isTrue();
        board.announce(null);
        await("nothing is", () -> router.next() == null);
        RouterReport.Ready none = new RouterReport.Ready(null);
        await("nor is it ready", () -> none.equals(board.routers().getFirst().ready()));
        best = Math.min(best, System.nanoTime() - since);
      }
      assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(400));
      assertThat(router.route().epoch()).isEqualTo(2);
    }
  }

  @Test
  void whoAsksHearsOfItToo() {
    server.close();
    server = serve(0);
    try (Router router = new Router(open())) {
      board.announce(Side.TARGET);
      await("announced", () -> router.next() == Side.TARGET);
      board.announce(null);
      await("nothing is", () -> router.next() == null);
    }
  }

  private HttpRouteSource open() {
    URI routes = URI.create("http://127.0.0.1:" + server.endpoint().port() + "/routes/shop");
    return HttpRouteSource.open(() -> new ControlPlane(routes, access.routers()), "app", SOON);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
