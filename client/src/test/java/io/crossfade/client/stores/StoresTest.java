package io.crossfade.client.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.HoldListener;
import io.crossfade.client.Router;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store over two sides, and plain calls, by a route that the test sets. */
class StoresTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Route FIRST = Route.initial("shop");
  private static final Order ORDER = new Order("o1", 100);

  private final FixedRouteSource source = new FixedRouteSource(FIRST);
  private final Crossfade crossfade =
      Crossfade.over(
          new Router(source, Duration.ofMillis(300), HoldListener.NONE), Duration.ofMinutes(1));
  private final OrdersInMemory a = new OrdersInMemory();
  private final OrdersInMemory b = new OrdersInMemory();
  private final OrderStore orders =
      crossfade.route("orders", OrderStore.class).source(a).target(b).build();

  @AfterEach
  void close() {
    crossfade.close();
  }

  @Test
  void writesAndReadsWhereTheRouteSays() throws Exception {
    orders.save("o1", ORDER);
    assertThat(a.byId).containsKey("o1");
    assertThat(b.byId).isEmpty();
    follow(FIRST.allOn(Side.TARGET));
    assertThat(orders.find("o1")).isNull();
    orders.save("o2", ORDER);
    assertThat(b.byId).containsOnlyKeys("o2");
    assertThat(orders.count()).isEqualTo(1);
    assertThat(orders.remove("o2")).isTrue();
  }

  @Test
  void readsByPercentageAndKeyAndTheRestOnlyOnceAllHaveMoved() {
    follow(FIRST.reading(Side.TARGET, 30));
    for (int i = 0; i < 200; i++) {
      b.byId.put("k" + i, ORDER);
      boolean moved = crossfade.router().side(true, "k" + i) == Side.TARGET;
      assertThat(orders.find("k" + i) != null).as("k%d", i).isEqualTo(moved);
    }
    assertThat(b.byId).isNotEmpty();
    assertThat(orders.count()).as("without a key").isZero();
    follow(crossfade.router().route().reading(Side.TARGET, 100));
    assertThat(orders.count()).isEqualTo(200);
  }

  @Test
  void whoHasWrittenReadsWhatHeWroteAndNobodyElseIsKeptBack() throws Exception {
    follow(FIRST.reading(Side.TARGET, 100));
    b.byId.put("other", ORDER);
    orders.save("o1", ORDER);
    assertThat(orders.find("o1")).as("it has not arrived at the target").isEqualTo(ORDER);
    assertThat(orders.find("other")).isEqualTo(ORDER);
    // What was written before the switch has arrived with it.
    b.byId.put("o1", new Order("o1", 200));
    follow(crossfade.router().route().allOn(Side.TARGET));
    assertThat(orders.find("o1")).isEqualTo(new Order("o1", 200));
  }

  @Test
  void alsoAWriteThatFailedMayHaveWritten() {
    follow(FIRST.reading(Side.TARGET, 100));
    assertThatThrownBy(() -> orders.save("o1", new Order("o1", -1)))
        .isInstanceOf(IOException.class);
    a.byId.put("o1", ORDER);
    assertThat(orders.find("o1")).isEqualTo(ORDER);
  }

  @Test
  void checkedExceptionsComeAsTheyWereThrown() {
    assertThatThrownBy(() -> orders.ofCustomer("nobody"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("no such customer");
  }

  @Test
  void noKeyIsNoError() throws Exception {
    assertThat(orders.remove(null)).isFalse();
    assertThat(orders.ofCustomer(null)).isEmpty();
  }

  @Test
  void genericsDefaultsAndWhatEveryObjectHas() throws Exception {
    KeyedStore<String, Order> keyed = orders;
    keyed.save("o1", ORDER);
    assertThat(keyed.find("o1")).isEqualTo(ORDER);
    assertThat(orders.lookUp("o1")).contains(ORDER);
    orders.saveTwice("o3", ORDER);
    assertThat(a.byId).containsOnlyKeys("o1", "o3");
    assertThat(orders.equals(orders)).isTrue();
    assertThat(orders.equals(a)).isFalse();
    assertThat(orders.hashCode()).isEqualTo(System.identityHashCode(orders));
    assertThat(orders).hasToString("store \"orders\" of migration shop");
  }

  @Test
  void aHoldWaitsForWhatHasBegunAndKeepsOutWhatHasNot() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Side> begun =
        CompletableFuture.supplyAsync(() ->
            crossfade.write(
                "k",
                () -> {
                  inside.countDown();
                  await(goOn);
                  // What belongs to it does not wait at the hold, which waits for it.
                  crossfade.write("k", () -> orders.remove("o1"), () -> true);
                  return Side.SOURCE;
                },
                () -> Side.TARGET));
    assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();
    source.set(FIRST.hold());
    await("confirmed", () -> source.reported().epoch() == 2);
    assertThat(source.reported().drained()).isFalse();
    assertThatThrownBy(() -> orders.save("o1", ORDER))
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HELD_TOO_LONG));
    assertThat(a.byId).isEmpty();
    goOn.countDown();
    assertThat(begun.get(5, TimeUnit.SECONDS)).isEqualTo(Side.SOURCE);
    assertThat(source.awaitDrained(2, SOON)).isTrue();
  }

  @Test
  void whatEndsIsCounted() throws Exception {
    orders.save("o1", ORDER);
    assertThat(orders.lookUp("o1")).isPresent();
    assertThatThrownBy(() -> orders.save("o1", new Order("o1", -1)))
        .isInstanceOf(IOException.class);
    follow(FIRST.reading(Side.TARGET, 1));
    assertThat(source.reported().ended()).isEqualTo(3);
    assertThat(source.reported().failed()).isEqualTo(1);
  }

  @Test
  void whereBothSidesAreWrittenAStoreWithoutAMirrorRefusesByName() {
    follow(FIRST.mirroredFrom(Side.SOURCE));
    assertThatThrownBy(() -> orders.save("o1", ORDER))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("Store \"orders\"")
        .hasMessageContaining("mirror(...)");
    assertThatThrownBy(() -> crossfade.write("k", () -> 1, () -> 2))
        .isInstanceOf(CrossfadeException.class);
    assertThat(a.byId).isEmpty();
    assertThat(orders.count()).isZero();
  }

  @Test
  void aMirrorIsGivenTheItemAndAWriteWithoutAKeyIsRefused() throws Exception {
    follow(FIRST.mirroredFrom(Side.SOURCE));
    OrderStore mirrored =
        crossfade
            .route("orders", OrderStore.class)
            .source(a)
            .target(b)
            .mirror(new ToBoth())
            .build();
    mirrored.save("o1", ORDER);
    assertThat(a.byId).containsOnlyKeys("o1");
    assertThat(b.byId).containsOnlyKeys("mirror of orders o1");
    assertThatThrownBy(() -> mirrored.remove(null)).hasMessageContaining("has no key");
  }

  private final class ToBoth implements MirroredWrites {
    @Override
    public <T extends @Nullable Object, E extends Exception> T write(
        String store, String key, SideCall<T, E> call) throws E {
      T result = call.on(Side.SOURCE);
      b.byId.put("mirror of " + store + " " + key, ORDER);
      return result;
    }
  }

  @Test
  void aShadowIsAskedByTheNameOfTheReadButNotForWhatWasJustWritten() throws Exception {
    StringBuilder asked = new StringBuilder();
    OrderStore shadowed =
        crossfade
            .route("orders", OrderStore.class)
            .source(a)
            .target(b)
            .shadow(new Noting(asked))
            .build();
    assertThat(shadowed.find("o1")).isNull();
    shadowed.save("o1", ORDER);
    assertThat(shadowed.find("o1")).isEqualTo(ORDER);
    assertThat(asked).hasToString("orders.find o1;");
  }

  private record Noting(StringBuilder asked) implements ShadowedReads {
    @Override
    public <T extends @Nullable Object, E extends Exception> T read(
        String name, @Nullable String key, SideCall<T, E> call) throws E {
      asked.append(name).append(' ').append(key).append(';');
      return call.on(Side.SOURCE);
    }
  }

  @Test
  void plainCallsDoTheSame() {
    assertThat(crossfade.<String, RuntimeException>read("k", () -> "a", () -> "b")).isEqualTo("a");
    follow(FIRST.allOn(Side.TARGET));
    assertThat(crossfade.<String, RuntimeException>read("k", () -> "a", () -> "b")).isEqualTo("b");
    assertThat(crossfade.<String, RuntimeException>write(null, () -> "a", () -> "b"))
        .isEqualTo("b");
  }

  private void follow(Route route) {
    source.set(route);
    await("confirmed", () -> source.reported().epoch() >= route.epoch());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
