package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.Readers;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers by name, for whom no percentage decides. */
class ReadersTest {
  private static final Route FIRST = Route.initial("shop");
  private static final Readers NAMED =
      new Readers(
          Set.of("friend", "both", "tested"),
          Set.of("never", "both", "tester"),
          Map.of("tester", Side.TARGET, "tested", Side.SOURCE));

  private final FixedRouteSource source = new FixedRouteSource(FIRST);
  private final Router router = new Router(source);

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void theListsWinOverThePercentageAndNeverOverAlways() {
    for (int percent : new int[] {1, 50, 99, 100}) {
      follow(new RouteAnswer(router.route().reading(Side.TARGET, percent), null, NAMED));
      assertThat(router.side(true, "friend")).isEqualTo(Side.TARGET);
      assertThat(router.side(true, "never")).isEqualTo(Side.SOURCE);
      assertThat(router.side(true, "both")).isEqualTo(Side.SOURCE);
    }
  }

  @Test
  void testersReadWhereTheyAreSentWhateverTheListsSay() {
    follow(new RouteAnswer(FIRST.reading(Side.TARGET, 50), null, NAMED));
    assertThat(router.side(true, "tester")).isEqualTo(Side.TARGET);
    assertThat(router.side(true, "tested")).isEqualTo(Side.SOURCE);
  }

  @Test
  void whereWorkWouldBeginIsToldWithTheReasonAndBeginsNothing() {
    follow(new RouteAnswer(FIRST.reading(Side.TARGET, 50).hold(), null, NAMED));
    Route route = router.route();
    assertThat(router.destination(true, "friend"))
        .as("while the route is held, too")
        .isEqualTo(new Destination(route, Side.TARGET, Decision.LIST));
    assertThat(router.destination(true, null))
        .isEqualTo(new Destination(route, Side.SOURCE, Decision.PERCENTAGE));
    assertThat(router.destination(false, "tester"))
        .isEqualTo(new Destination(route, Side.SOURCE, Decision.ROUTE));
    assertThat(router.readers()).isEqualTo(NAMED);
    for (Side side : Side.values()) {
      for (Decision why : Decision.values()) {
        assertThat(router.decisions().of(side, why)).isZero();
      }
    }
  }

  @Test
  void nobodyIsSentByNameToWhereNobodyReads() {
    follow(new RouteAnswer(FIRST.reading(Side.TARGET, 0), null, NAMED));
    assertThat(router.side(true, "friend")).isEqualTo(Side.SOURCE);
    assertThat(router.side(true, "tester")).isEqualTo(Side.SOURCE);
    follow(new RouteAnswer(router.route().allOn(Side.TARGET), null, NAMED));
    assertThat(router.side(true, "never")).as("all has moved").isEqualTo(Side.TARGET);
    assertThat(router.side(true, "tested")).isEqualTo(Side.TARGET);
  }

  @Test
  void writesGoWhereAllWritesGo() {
    follow(new RouteAnswer(FIRST.reading(Side.TARGET, 50), null, NAMED));
    for (String key : new String[] {"friend", "never", "tester", "tested"}) {
      assertThat(router.side(false, key)).isEqualTo(Side.SOURCE);
    }
  }

  @Test
  void aChangeOfTheNamesNeedsNoNewEpoch() {
    follow(new RouteAnswer(FIRST.reading(Side.TARGET, 1), null));
    assertThat(router.side(true, "friend")).isEqualTo(Side.SOURCE);
    source.set(new RouteAnswer(router.route(), null, NAMED));
    awaitSide("friend", Side.TARGET);
  }

  @Test
  void nobodyMovesBackWhileTheShareGrows() {
    for (int i = 0; i < 500; i++) {
      String key = "customer-" + i;
      boolean before = false;
      for (int percent = 1; percent <= 100; percent++) {
        Epoch epoch = new Epoch(FIRST.reading(Side.TARGET, percent), new InFlight(), null);
        boolean now = epoch.side(true, key, NAMED) == Side.TARGET;
        assertThat(now || !before).as("%s at %d %%", key, percent).isTrue();
        before = now;
      }
      assertThat(before).isTrue();
    }
  }

  @Test
  void anyKeyIsToldAsItIs() throws IOException {
    Readers strange =
        new Readers(
            Set.of("a=b: #!\n\\u0041", " ü\t😀", "readers.never.x"),
            Set.of(""),
            Map.of("readers.always.y ", Side.TARGET));
    RouteAnswer answer = new RouteAnswer(FIRST, new Freshness("a", "b"), strange);
    assertThat(RouteText.parse(RouteText.of(answer))).isEqualTo(answer);
  }

  @Test
  void noKeyIsEverShown() {
    RouteAnswer answer = new RouteAnswer(FIRST, null, NAMED);
    assertThat(answer.toString()).contains("always=3").doesNotContain("friend", "tester\"");
  }

  private void follow(RouteAnswer answer) {
    source.set(answer);
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (router.route().epoch() < answer.epoch()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void awaitSide(String key, Side side) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (router.side(true, key) != side) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
