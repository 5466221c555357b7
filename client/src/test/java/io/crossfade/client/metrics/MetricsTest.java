package io.crossfade.client.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.HoldCount;
import io.crossfade.client.RoutedReads;
import io.crossfade.client.Router;
import io.crossfade.client.SideGuard;
import io.crossfade.client.SideRefused;
import io.crossfade.client.shadow.Comparison;
import io.crossfade.client.shadow.Experiment;
import io.crossfade.client.shadow.Laboratory;
import io.crossfade.client.shadow.Redaction;
import io.crossfade.client.shadow.ShadowLimits;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.MismatchGroup;
import io.crossfade.model.Route;
import io.crossfade.model.RouterFindings;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HoldCount holds = new HoldCount();
  private final Router router =
      new Router(
          new FixedRouteSource(new Route("shop", 7, Writes.SOURCE, Side.TARGET, 50, 0, false)),
          Duration.ofSeconds(5),
          holds);
  private final Laboratory laboratory = new Laboratory(ShadowLimits.USUAL, Redaction.NO_VALUES);
  private final RouterFindings findings =
      new RouterFindings(
          List.of(
              new LedgerCount("orders", 3, 1, 2_000, 40, 2),
              new LedgerCount("users", 4, 0, 9_000, 2, 0)),
          List.of(),
          List.of(new MismatchGroup("find", "a: rounded", 5, 1, 2, "k", "1", "2")));

  @AfterEach
  void close() {
    router.close();
    laboratory.close();
  }

  private void bind() {
    new RouterMetrics(router, holds).bindTo(registry);
    new ShadowMetrics("shop", laboratory).bindTo(registry);
    new FindingsMetrics("shop", () -> findings).bindTo(registry);
  }

  @Test
  void decisionsAreCountedBySideAndReason() {
    bind();
    for (int i = 0; i < 100; i++) {
      router.begin(true, "key " + i).close();
      router.begin(false, "key " + i).close();
    }
    assertThat(decisions("source", "percentage") + decisions("target", "percentage"))
        .isEqualTo(100);
    assertThat(decisions("target", "percentage")).isBetween(30.0, 70.0);
    assertThat(decisions("source", "route")).isEqualTo(100);
    assertThat(decisions("target", "route")).isZero();
  }

  @Test
  void aRefusedSideAndOneThatFailedAreReasons() {
    bind();
    RoutedReads refused = new RoutedReads(router, new Refusing());
    RoutedReads failing = new RoutedReads(router, SideGuard.NONE);
    for (int i = 0; i < 100; i++) {
      assertThat(refused.read("key " + i, Side::name)).isEqualTo("SOURCE");
      assertThat(failing.read("key " + i, MetricsTest::onlySource)).isEqualTo("SOURCE");
    }
    assertThat(decisions("source", "breaker")).isBetween(30.0, 70.0);
    assertThat(decisions("source", "fallback")).isBetween(30.0, 70.0);
  }

  private static String onlySource(Side side) {
    if (side == Side.TARGET) {
      throw new IllegalStateException("not here");
    }
    return side.name();
  }

  private static final class Refusing implements SideGuard {
    @Override
    public <T extends @Nullable Object> T ask(Side side, Callable<T> read) throws SideRefused {
      throw new SideRefused(side, "never");
    }
  }

  @Test
  void outcomesAndTheLedgerAreThere() throws Exception {
    bind();
    new Experiment(laboratory, "find", 100, Comparison.EXACT).run("a", () -> 1, () -> 1);
    while (laboratory.outcomes().all() == 0) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(value("crossfade.shadow.reads", "outcome", "equal")).isEqualTo(1);
    assertThat(value("crossfade.ledger.pending", "migration", "shop")).isEqualTo(7);
    assertThat(value("crossfade.ledger.apart", "migration", "shop")).isEqualTo(1);
    assertThat(value("crossfade.ledger.oldest", "migration", "shop")).isEqualTo(9);
    assertThat(value("crossfade.shadow.groups", "migration", "shop")).isEqualTo(1);
    assertThat(value("crossfade.router.epoch", "migration", "shop")).isEqualTo(7);
    assertThat(value("crossfade.router.lease.age", "migration", "shop")).isZero();
  }

  /** Micrometer refers weakly to what it measures, and nobody else has this supplier. */
  @Test
  void numbersOutliveTheSupplierTheyWereBoundWith() {
    new FindingsMetrics("shop", new Passing(findings)).bindTo(registry);
    WeakReference<Object> collected = new WeakReference<>(new Object());
    while (collected.get() != null) {
      System.gc();
    }
    assertThat(value("crossfade.ledger.pending", "migration", "shop")).isEqualTo(7);
    assertThat(value("crossfade.ledger.oldest", "migration", "shop")).isEqualTo(9);
    assertThat(value("crossfade.ledger.mirrored", "migration", "shop")).isEqualTo(42);
  }

  private record Passing(RouterFindings get) implements Supplier<RouterFindings> {}

  @Test
  void everyNameIsInTheDocs() throws IOException {
    bind();
    String docs = Files.readString(Path.of("..", "docs", "metrics.md"));
    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getName())
        .allMatch(name -> docs.contains("`" + name + "`"), "stands in docs/metrics.md");
  }

  private double decisions(String side, String reason) {
    return registry
        .get("crossfade.router.decisions")
        .tags("side", side, "reason", reason)
        .functionCounter()
        .count();
  }

  private double value(String name, String tag, String value) {
    Meter meter = registry.get(name).tag(tag, value).meter();
    return meter.measure().iterator().next().getValue();
  }
}
