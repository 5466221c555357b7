package io.crossfade.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.LedgerCount;
import io.crossfade.model.Route;
import io.crossfade.model.RouterFindings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FindingsReporterTest {
  private static final RouterFindings ONE = pending("orders", 1);
  private final Plane plane = new Plane();

  @Test
  void whatAllPartsKnowIsToldTogetherAndOnlyWhereItHasChangedOrNotArrived() throws Exception {
    FindingsReporter reporter = new FindingsReporter(plane, () -> 7, Duration.ofMillis(500));
    plane.refuses = 1;
    reporter.add(() -> {
      plane.turn.incrementAndGet();
      return ONE;
    });
    assertThat(plane.next()).isEqualTo(new Told(1, 7, ONE));
    reporter.add(() -> {
      throw new IllegalStateException("broken");
    });
    assertThat(plane.next()).as("again, for it has not arrived").isEqualTo(new Told(2, 7, ONE));
    assertThat(plane.told.poll(700, TimeUnit.MILLISECONDS)).as("nothing is new").isNull();
    reporter.add(() -> pending("items", 2));
    assertThat(plane.next().findings().ledger())
        .extracting(LedgerCount::store)
        .containsExactly("orders", "items");
    reporter.close();
    assertThat(reporter.isAlive()).isFalse();
  }

  /** Else what was told last would stay known as what it has left behind. */
  @Test
  void theLastWordIsToldAtOnce() throws Exception {
    Router router = new Router(plane);
    RouterFindings[] now = {ONE};
    router.tells(() -> now[0]);
    assertThat(plane.next()).isEqualTo(new Told(0, 1, ONE));
    now[0] = pending("orders", 0);
    router.close();
    assertThat(plane.told).containsExactly(new Told(0, 1, now[0]));
  }

  @Test
  void whoKnowsNothingTellsNothing() {
    new Router(plane).close();
    assertThat(plane.told).isEmpty();
  }

  private static RouterFindings pending(String store, long items) {
    return new RouterFindings(
        List.of(new LedgerCount(store, items, 0, 0, 0, 0)), List.of(), List.of());
  }

  private record Told(int turn, long epoch, RouterFindings findings) {}

  private static final class Plane implements RouteSource {
    final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    final AtomicInteger turn = new AtomicInteger();
    volatile int refuses;

    Told next() throws InterruptedException {
      Told next = told.poll(10, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next;
    }

    @Override
    public boolean tell(long epoch, RouterFindings findings) {
      told.add(new Told(turn.get(), epoch, findings));
      return refuses-- <= 0;
    }

    @Override
    public RouteAnswer current() {
      return new RouteAnswer(Route.initial("shop"), null);
    }

    @Override
    public RouteAnswer awaitNewer(long epoch, Duration atMost) throws InterruptedException {
      Thread.sleep(atMost.toMillis());
      return current();
    }

    @Override
    public void report(RouterState state) {}

    @Override
    public void close() {}
  }
}
