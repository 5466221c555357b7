package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The two interleavings that a router must survive, forced: the route changes in the midst of
 * counting.
 */
class RouterRaceTest {
  private static final Route FIRST = Route.initial("shop");

  private final FixedRouteSource source = new FixedRouteSource(FIRST);
  private final AtomicReference<Runnable> beforeEnter = new AtomicReference<>(() -> {});
  private final AtomicReference<Runnable> beforeLeave = new AtomicReference<>(() -> {});
  private final Router router =
      new Router(
          source, Duration.ofSeconds(20), HoldListener.NONE, Interrupted::new, Watcher::daemon);

  @AfterEach
  void close() {
    router.close();
  }

  /**
   * A transaction that has seen a route and is not counted yet, when a newer one is confirmed and
   * drained.
   */
  @Test
  void whoWasNotCountedBeforeTheConfirmDoesNotBeginUnderTheOldEpoch() throws SQLException {
    beforeEnter.set(() -> confirm(FIRST.allOn(Side.TARGET), true));
    RoutedTransaction begun = router.begin(false, null);
    assertThat(begun.route().epoch()).isEqualTo(2);
    assertThat(begun.side()).isEqualTo(Side.TARGET);
    assertThat(source.reported().inFlight()).isZero();
  }

  /** The last transaction of an epoch, ending while a newer one is confirmed. */
  @Test
  void whoEndsDuringTheConfirmReportsThatTheEpochIsDrained() throws Exception {
    RoutedTransaction last = router.begin(false, null);
    beforeLeave.set(() -> confirm(FIRST.hold(), false));
    last.close();
    assertThat(source.awaitDrained(2, Duration.ofMillis(200))).isTrue();
  }

  /** Leaves, unlike a thread of the router's own, no second chance by a later report. */
  private void confirm(Route route, boolean drained) {
    router.follow(new RouteAnswer(route, null));
    assertThat(source.reported().epoch()).isEqualTo(route.epoch());
    assertThat(source.reported().drained()).isEqualTo(drained);
  }

  private final class Interrupted extends InFlight {
    @Override
    int enter() {
      beforeEnter.getAndSet(() -> {}).run();
      return super.enter();
    }

    @Override
    void leave(int stripe) {
      beforeLeave.getAndSet(() -> {}).run();
      super.leave(stripe);
    }
  }
}
