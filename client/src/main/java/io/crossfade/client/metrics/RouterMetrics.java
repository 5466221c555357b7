package io.crossfade.client.metrics;

import io.crossfade.client.Decision;
import io.crossfade.client.HoldCount;
import io.crossfade.client.Router;
import io.crossfade.model.Side;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Of a router: its route, why work went where, and who waited at holds. */
public final class RouterMetrics implements MeterBinder {
  private static final double NANOS = 1e9;

  private final Router router;
  private final HoldCount holds;

  /**
   * @param holds the listener that the router was made with
   */
  public RouterMetrics(Router router, HoldCount holds) {
    this.router = router;
    this.holds = holds;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    String migration = router.route().migration();
    for (Side side : Side.values()) {
      for (Decision reason : Decision.values()) {
        FunctionCounter.builder(
                "crossfade.router.decisions", router, r -> r.decisions().of(side, reason))
            .tag("migration", migration)
            .tag("side", side.spelled())
            .tag("reason", lower(reason))
            .register(registry);
      }
    }
    Gauge.builder("crossfade.router.epoch", router, r -> r.route().epoch())
        .tag("migration", migration)
        .register(registry);
    Gauge.builder("crossfade.router.held", router, r -> r.route().held() ? 1 : 0)
        .tag("migration", migration)
        .register(registry);
    Gauge.builder("crossfade.router.waiting", router, Router::waiting)
        .tag("migration", migration)
        .register(registry);
    TimeGauge.builder(
            "crossfade.router.lease.age", router, TimeUnit.SECONDS, RouterMetrics::leaseAge)
        .tag("migration", migration)
        .register(registry);
    FunctionCounter.builder("crossfade.router.holds", holds, HoldCount::count)
        .tag("migration", migration)
        .register(registry);
    FunctionCounter.builder("crossfade.router.holds.failed", holds, HoldCount::failed)
        .tag("migration", migration)
        .register(registry);
    TimeGauge.builder(
            "crossfade.router.holds.longest", holds, TimeUnit.NANOSECONDS, HoldCount::maxNanos)
        .tag("migration", migration)
        .register(registry);
  }

  private static double leaseAge(Router router) {
    return router.leaseAge().map(age -> age.toNanos() / NANOS).orElse(Double.NaN);
  }

  static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
