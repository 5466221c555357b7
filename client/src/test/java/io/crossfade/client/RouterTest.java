package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Route FIRST = Route.initial("shop");

  private final FixedRouteSource source = new FixedRouteSource(FIRST);
  private final HoldCount holds = new HoldCount();
  private Router router = new Router(source, Duration.ofSeconds(20), holds);

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void confirmsTheFirstRouteAtOnce() {
    assertThat(source.reported()).isEqualTo(new RouterState(1, 0, true, false, 1));
  }

  /** Else it would be asked for routes for ever, for nobody. */
  @Test
  void closesItsSourceWhateverAListenerThrows() {
    AtomicBoolean closed = new AtomicBoolean();
    Router other = new Router(new NotingSource(source, closed));
    other.whenChanged(() -> {
      throw new IllegalStateException("a listener's defect");
    });
    assertThatThrownBy(other::close).hasMessage("a listener's defect");
    assertThat(closed).isTrue();
  }

  @Test
  void writesWhereTheRouteSays() {
    assertThat(router.side(false, "k")).isEqualTo(Side.SOURCE);
    follow(FIRST.allOn(Side.TARGET));
    assertThat(router.side(false, "k")).isEqualTo(Side.TARGET);
    assertThat(router.side(true, "k")).isEqualTo(Side.TARGET);
  }

  @Test
  void movesOnlyReadsByPercentageAndOnlyThoseWithAKey() {
    follow(FIRST.reading(Side.TARGET, 30));
    int moved = 0;
    for (int i = 0; i < 1_000; i++) {
      String key = "customer-" + i;
      Side side = router.side(true, key);
      assertThat(side == Side.TARGET).isEqualTo(Buckets.within(30, "shop", key));
      assertThat(router.side(false, key)).isEqualTo(Side.SOURCE);
      moved += side == Side.TARGET ? 1 : 0;
    }
    assertThat(moved).isBetween(250, 350);
    assertThat(router.side(true, null)).isEqualTo(Side.SOURCE);
    follow(router.route().reading(Side.TARGET, 100));
    assertThat(router.side(true, null)).isEqualTo(Side.TARGET);
  }

  @Test
  void reportsDrainedWhenTheLastWriteOfAnOlderEpochHasEnded() throws Exception {
    RoutedTransaction first = router.begin(false, null);
    RoutedTransaction second = router.begin(false, null);
    RoutedTransaction reading = router.begin(true, null);
    source.set(FIRST.hold());
    assertThat(confirmed(2).drained()).isFalse();
    assertThat(source.reported().inFlight()).isEqualTo(2);
    first.close();
    first.close();
    assertThat(source.reported().drained()).isFalse();
    second.close();
    assertThat(source.reported().drained()).as("reported on the ending thread").isTrue();
    assertThat(source.reported().inFlight()).isZero();
    reading.close();
  }

  @Test
  void isNotDrainedWhileAMuchOlderEpochIsInFlight() throws Exception {
    RoutedTransaction oldest = router.begin(false, null);
    follow(FIRST.reading(Side.TARGET, 10));
    RoutedTransaction older = router.begin(false, null);
    follow(router.route().hold());
    older.close();
    assertThat(source.reported().epoch()).isEqualTo(3);
    assertThat(source.reported().drained()).isFalse();
    oldest.close();
    assertThat(source.reported().drained()).isTrue();
  }

  @Test
  void waitsAtAHoldAndGoesOnUnderTheNewRoute() throws Exception {
    follow(FIRST.hold());
    CompletableFuture<RoutedTransaction> waiting = beginElsewhere(false);
    CompletableFuture<RoutedTransaction> reading = beginElsewhere(true);
    assertThatThrownBy(() -> waiting.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    assertThat(reading).isNotDone();
    follow(router.route().allOn(Side.TARGET));
    RoutedTransaction begun = waiting.get(5, TimeUnit.SECONDS);
    assertThat(begun.side()).isEqualTo(Side.TARGET);
    assertThat(begun.route().epoch()).isEqualTo(3);
    assertThat(reading.get(5, TimeUnit.SECONDS).side()).isEqualTo(Side.TARGET);
    assertThat(holds.count()).isEqualTo(2);
    assertThat(holds.failed()).isZero();
    assertThat(holds.maxNanos()).isGreaterThan(Duration.ofMillis(90).toNanos());
  }

  @Test
  void aHoldThatLastsTooLongFailsAndLetsNobodyThrough() throws Exception {
    router.close();
    router = new Router(source, Duration.ofMillis(50), holds);
    follow(FIRST.hold());
    for (int i = 1; i <= 2; i++) {
      assertThatThrownBy(() -> router.begin(false, null))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.HELD_TOO_LONG))
          .hasMessageContaining("Migration shop holds new transactions")
          .hasMessageContaining("epoch 2");
      assertThat(holds.failed()).isEqualTo(i);
    }
    assertThat(source.reported().inFlight()).isZero();
  }

  @Test
  void ignoresAnOlderRoute() throws Exception {
    follow(FIRST.allOn(Side.TARGET));
    source.set(FIRST);
    assertThat(router.begin(false, null).side()).isEqualTo(Side.TARGET);
  }

  @Test
  void writesTheAuthoritativeSideFirstWhereBothAreWritten() {
    follow(FIRST.mirroredFrom(Side.SOURCE));
    assertThat(router.begin(false, null).side()).isEqualTo(Side.SOURCE);
    follow(router.route().mirroredFrom(Side.TARGET));
    assertThat(router.begin(false, null).side()).isEqualTo(Side.TARGET);
  }

  /** What it wrote would be noted by nobody; what it reads is read as before. */
  @Test
  void aDataSourceWritesNothingWhereBothSidesAreWritten() throws Exception {
    SqlRouter sql = new SqlRouter(router);
    sql.begin(false, "k").close();
    follow(FIRST.mirroredFrom(Side.SOURCE));
    assertThatThrownBy(() -> sql.begin(false, "k"))
        .isInstanceOfSatisfying(
            SQLFeatureNotSupportedException.class,
            e -> assertThat(e.getSQLState()).isEqualTo("0A000"));
    assertThat(source.reported().inFlight()).as("nobody waits for it").isZero();
    sql.begin(true, "k").close();
  }

  @Test
  void closingFailsTheWaitingAndLeaves() throws Exception {
    follow(FIRST.hold());
    CompletableFuture<RoutedTransaction> waiting = beginElsewhere(false);
    while (!holdsSomebody(waiting)) {
      LockSupport.parkNanos(1_000_000);
    }
    router.close();
    assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(CrossfadeException.class);
    assertThat(source.reported().leaving()).isTrue();
    assertThatThrownBy(() -> router.begin(false, null)).hasMessageContaining("is closed");
  }

  private boolean holdsSomebody(CompletableFuture<RoutedTransaction> waiting) {
    assertThat(waiting).isNotDone();
    return router.waiting() == 1;
  }

  private CompletableFuture<RoutedTransaction> beginElsewhere(boolean readOnly) {
    CompletableFuture<RoutedTransaction> result = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> {
          try {
            result.complete(router.begin(readOnly, "k"));
          } catch (CrossfadeException e) {
            result.completeExceptionally(e);
          }
        });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  /** Sets a route and waits until the router has confirmed it. */
  private void follow(Route route) {
    source.set(route);
    confirmed(route.epoch());
  }

  private RouterState confirmed(long epoch) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (source.reported().epoch() < epoch) {
      assertThat(System.nanoTime()).as("epoch %d confirmed", epoch).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
    return source.reported();
  }
}
