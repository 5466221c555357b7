package io.crossfade.client.metrics;

import io.crossfade.model.LedgerCount;
import io.crossfade.model.MismatchGroup;
import io.crossfade.model.RouterFindings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Of the ledger of dual writes, and of the groups of mismatches: all stores together. The registry
 * keeps the supplier, which nobody else may hold: {@code writer::findings} is an object of its own.
 */
public final class FindingsMetrics implements MeterBinder {
  private final String migration;
  private final Supplier<RouterFindings> findings;

  /**
   * @param findings as they are told to the control plane; asked at each look, so cheap
   */
  public FindingsMetrics(String migration, Supplier<RouterFindings> findings) {
    this.migration = migration;
    this.findings = findings;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "crossfade.ledger.pending", LedgerCount::pending);
    gauge(registry, "crossfade.ledger.apart", LedgerCount::apart);
    counter(registry, "crossfade.ledger.mirrored", LedgerCount::mirrored);
    counter(registry, "crossfade.ledger.diverged", LedgerCount::diverged);
    TimeGauge.builder(
            "crossfade.ledger.oldest",
            findings,
            TimeUnit.MILLISECONDS,
            f -> f.get().ledger().stream().mapToLong(LedgerCount::oldestMillis).max().orElse(0))
        .strongReference(true)
        .tag("migration", migration)
        .register(registry);
    Gauge.builder(
            "crossfade.shadow.groups",
            findings,
            f -> f.get().mismatches().stream().map(MismatchGroup::cause).distinct().count())
        .strongReference(true)
        .tag("migration", migration)
        .register(registry);
  }

  private void gauge(MeterRegistry registry, String name, ToLongFunction<LedgerCount> of) {
    Gauge.builder(name, findings, f -> sum(f, of))
        .strongReference(true)
        .tag("migration", migration)
        .register(registry);
  }

  private void counter(MeterRegistry registry, String name, ToLongFunction<LedgerCount> of) {
    FunctionCounter.builder(name, findings, f -> sum(f, of))
        .tag("migration", migration)
        .register(registry);
  }

  private static double sum(Supplier<RouterFindings> findings, ToLongFunction<LedgerCount> of) {
    return findings.get().ledger().stream().mapToLong(of).sum();
  }
}
