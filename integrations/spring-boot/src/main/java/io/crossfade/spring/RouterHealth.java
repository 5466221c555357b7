package io.crossfade.spring;

import io.crossfade.client.Router;
import io.crossfade.model.LedgerCount;
import io.crossfade.model.Route;
import io.crossfade.model.RouterFindings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says what the router knows, and always UP: an application without a route has not started, and
 * one with a route goes on. A hold, a control plane that is away and a ledger that grows are the
 * same in every instance, and none of them is mended by taking instances out or starting them anew.
 */
public final class RouterHealth implements HealthIndicator {
  private static final double MILLIS = 1e3;

  private final Router router;
  private final Supplier<RouterFindings> findings;

  /**
   * @param findings of the application's dual writers, as of their last look
   */
  public RouterHealth(Router router, Supplier<RouterFindings> findings) {
    this.router = router;
    this.findings = findings;
  }

  @Override
  public Health health() {
    Route route = router.route();
    Health.Builder health =
        Health.up()
            .withDetail("migration", route.migration())
            .withDetail("epoch", route.epoch())
            .withDetail("writes", route.writes().name().toLowerCase(Locale.ROOT))
            .withDetail("reads", route.reads().spelled())
            .withDetail("percent", route.percent())
            .withDetail("held", route.held())
            .withDetail("waiting", router.waiting())
            .withDetail("controlPlane", controlPlane(router.leaseAge()));
    router
        .leaseAge()
        .ifPresent(age -> health.withDetail("leaseAgeSeconds", age.toMillis() / MILLIS));
    List<LedgerCount> ledger = findings.get().ledger();
    return ledger.isEmpty() ? health.build() : health.withDetail("ledger", totals(ledger)).build();
  }

  private static String controlPlane(Optional<Duration> leaseAge) {
    return leaseAge
        .map(age -> age.compareTo(Router.LEASE) > 0 ? "away" : "answers")
        .orElse("has not answered yet");
  }

  private static Map<String, Object> totals(List<LedgerCount> ledger) {
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("pending", sum(ledger, LedgerCount::pending));
    totals.put("apart", sum(ledger, LedgerCount::apart));
    totals.put(
        "oldestSeconds",
        ledger.stream().mapToLong(LedgerCount::oldestMillis).max().orElse(0) / MILLIS);
    return totals;
  }

  private static long sum(List<LedgerCount> ledger, ToLongFunction<LedgerCount> of) {
    return ledger.stream().mapToLong(of).sum();
  }
}
