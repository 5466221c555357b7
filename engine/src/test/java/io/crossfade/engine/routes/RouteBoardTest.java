package io.crossfade.engine.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Freshness;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteBoardTest {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Route FIRST = Route.initial("shop");

  private final AtomicLong clock = new AtomicLong();

  /// Only leases end by it; whoever waits is woken by what happens.
  private final Timing time =
      new Timing() {
        @Override
        public long nanoTime() {
          return clock.get();
        }

        @Override
        public void pause(Duration duration) {
          pass(duration);
        }
      };

  private final List<Route> saved = new ArrayList<>();
  private final RouteBoard board = new RouteBoard(FIRST, saved::add, LEASE, time);

  @Test
  void savesARouteBeforeAnybodySeesIt() {
    RouteBoard[] itself = new RouteBoard[1];
    List<Long> seenWhileSaving = new ArrayList<>();
    itself[0] =
        new RouteBoard(FIRST, route -> seenWhileSaving.add(itself[0].current().epoch()), time);
    itself[0].publish(FIRST.hold());
    assertThat(seenWhileSaving).containsExactly(1L);
    assertThat(itself[0].current()).isEqualTo(FIRST.hold());
  }

  @Test
  void aRouteThatCannotBeSavedIsNotPublished() {
    RouteBoard broken =
        new RouteBoard(
            FIRST,
            route -> {
              throw new CrossfadeException(ErrorCode.INTERNAL, "the disk is full");
            },
            time);
    assertThatThrownBy(() -> broken.publish(FIRST.hold())).hasMessage("the disk is full");
    assertThat(broken.current()).isEqualTo(FIRST);
  }

  @Test
  void theEpochOnlyGrows() {
    board.publish(FIRST.hold());
    assertThatThrownBy(() -> board.publish(FIRST.allOn(Side.TARGET)))
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SUPERSEDED));
    assertThat(saved).containsExactly(FIRST.hold());
  }

  @Test
  void whoAwaitsANewerRouteIsWoken() throws Exception {
    FutureTask<Route> waiting = start(() -> board.await(1, LONG));
    assertPending(waiting);
    board.publish(FIRST.hold());
    assertThat(waiting.get(5, TimeUnit.SECONDS).epoch()).isEqualTo(2);
    assertThat(board.await(1, LONG).epoch()).as("known already").isEqualTo(2);
    assertThat(board.await(2, Duration.ZERO).epoch()).as("nothing newer").isEqualTo(2);
  }

  @Test
  void waitsForEveryRouterToDrain() throws Exception {
    leaseAfterStart();
    board.report(router("a", 1, true, 1));
    board.report(router("b", 1, true, 1));
    FutureTask<Boolean> drained = start(() -> board.awaitDrained(2, LONG));
    board.report(router("a", 2, true, 2));
    assertPending(drained);
    board.report(router("b", 2, false, 2));
    assertPending(drained);
    board.report(router("b", 2, true, 3));
    assertThat(drained.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aRouterThatRegistersDuringTheHoldCountsToo() throws Exception {
    leaseAfterStart();
    board.report(router("a", 1, true, 1));
    FutureTask<Boolean> drained = start(() -> board.awaitDrained(2, LONG));
    assertPending(drained);
    board.report(router("late", 0, false, 0));
    board.report(router("a", 2, true, 2));
    assertPending(drained);
    board.report(router("late", 2, true, 1));
    assertThat(drained.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aReportThatWasOvertakenChangesNothing() throws Exception {
    leaseAfterStart();
    board.report(router("a", 2, true, 7));
    board.report(router("a", 1, true, 6));
    assertThat(board.awaitDrained(2, Duration.ZERO)).isTrue();
    board.report(router("a", 2, false, 8));
    board.report(router("a", 2, true, 7));
    assertThat(board.awaitDrained(2, Duration.ZERO)).isFalse();
  }

  @Test
  void aRouterThatLeavesDoesNotCountAndLateReportsDoNotBringItBack() throws Exception {
    leaseAfterStart();
    board.report(router("a", 1, false, 1));
    board.report(PlainReport.of("a", 1, 1, false, true, 2));
    board.report(router("a", 1, false, 3));
    board.renew("a");
    assertThat(board.routers()).isEmpty();
    assertThat(board.awaitDrained(2, Duration.ZERO)).isTrue();
  }

  @Test
  void aSilentRouterCountsUntilItsLeaseEnds() throws Exception {
    leaseAfterStart();
    board.report(router("a", 1, true, 1));
    pass(Duration.ofMillis(2_000));
    board.renew("a");
    pass(Duration.ofMillis(2_999));
    assertThat(board.awaitDrained(2, Duration.ZERO)).isFalse();
    assertThat(board.routers()).hasSize(1);
    pass(Duration.ofMillis(1));
    assertThat(board.awaitDrained(2, Duration.ZERO)).isTrue();
    assertThat(board.routers()).isEmpty();
  }

  @Test
  void theEndOfALeaseIsNoticedWithoutAnybodySayingSo() throws Exception {
    RouteBoard real = new RouteBoard(FIRST, route -> {}, Duration.ofMillis(100), Timing.REAL);
    real.report(router("a", 1, true, 1));
    long before = System.nanoTime();
    assertThat(real.awaitDrained(2, LONG)).isTrue();
    assertThat(System.nanoTime() - before).isBetween(50_000_000L, LONG.toNanos() / 2);
  }

  /**
   * After a restart the routers of before may be in the midst of writing, and nobody knows them
   * yet.
   */
  @Test
  void aNewBoardWaitsALeaseForRoutersThatItDoesNotKnowYet() throws Exception {
    assertThat(board.awaitDrained(2, Duration.ZERO)).isFalse();
    pass(LEASE);
    assertThat(board.awaitDrained(2, Duration.ZERO)).isTrue();
  }

  @Test
  void whoeverWantsToHoldWaitsForThemFirst() throws Exception {
    RouteBoard real = new RouteBoard(FIRST, route -> {}, Duration.ofMillis(100), Timing.REAL);
    real.awaitAcquainted();
    assertThat(real.awaitDrained(1, Duration.ZERO)).isTrue();
  }

  @Test
  void givesTheQuestionOfTheStreamThatRuns() {
    Freshness forward = new Freshness("f", "f?");
    Freshness reverse = new Freshness("r", "r?");
    assertThat(board.freshness(FIRST)).isEmpty();
    board.freshness(Direction.FORWARD, forward);
    board.freshness(Direction.REVERSE, reverse);
    assertThat(board.freshness(FIRST)).contains(forward);
    assertThat(board.freshness(FIRST.allOn(Side.TARGET))).contains(reverse);
  }

  @Test
  void anAnnouncementIsNoRouteAndWakesWhoWaitsForOne() throws Exception {
    FutureTask<Route> waiting = start(() -> board.await(1, LONG));
    assertPending(waiting);
    board.announce(Side.TARGET);
    assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(FIRST);
    assertThat(board.announced()).isEqualTo(Side.TARGET);
    assertThat(board.await(1, null, Duration.ZERO)).as("he did not know").isEqualTo(FIRST);
    board.announce(null);
    assertThat(board.announced()).isNull();
  }

  /// Older routers do not say how far they are, so nobody waits for them.
  @Test
  void waitsForThoseWhoGetReady() throws Exception {
    leaseAfterStart();
    board.report(router("of an older release", 1, true, 1));
    board.report(ready("other side", Side.SOURCE));
    board.report(ready("not yet", null));
    FutureTask<Boolean> ready = start(() -> board.awaitReady(Side.TARGET, LONG));
    assertPending(ready);
    board.report(ready("other side", Side.TARGET));
    assertPending(ready);
    board.report(ready("not yet", Side.TARGET));
    assertThat(ready.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoIsSilentWhileHeGetsReadyCountsUntilHisLeaseEnds() throws Exception {
    leaseAfterStart();
    board.report(ready("killed", null));
    FutureTask<Boolean> ready = start(() -> board.awaitReady(Side.TARGET, LONG));
    assertPending(ready);
    pass(LEASE);
    board.report(ready("alive", Side.TARGET));
    assertThat(ready.get(5, TimeUnit.SECONDS)).isTrue();
  }

  private static RouterReport ready(String name, @Nullable Side side) {
    return new RouterReport(name, 1, 0, true, false, 1, null, new RouterReport.Ready(side));
  }

  @Test
  void closingEndsAllWaiting() throws Exception {
    leaseAfterStart();
    board.report(router("a", 1, true, 1));
    FutureTask<Boolean> drained = start(() -> board.awaitDrained(2, LONG));
    FutureTask<Route> waiting = start(() -> board.await(1, LONG));
    assertPending(drained);
    board.close();
    assertThat(drained.get(5, TimeUnit.SECONDS)).isFalse();
    assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo(FIRST);
  }

  private static RouterReport router(String name, long epoch, boolean drained, long sequence) {
    return PlainReport.of(name, epoch, drained ? 0 : 1, drained, false, sequence);
  }

  private void leaseAfterStart() {
    pass(LEASE);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static void assertPending(FutureTask<?> task) {
    assertThatThrownBy(() -> task.get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }
}
