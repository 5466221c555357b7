package io.crossfade.client.metrics;

import io.crossfade.client.shadow.Laboratory;
import io.crossfade.client.shadow.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** How the comparisons of a laboratory end. */
public final class ShadowMetrics implements MeterBinder {
  private final String migration;
  private final Laboratory laboratory;

  public ShadowMetrics(String migration, Laboratory laboratory) {
    this.migration = migration;
    this.laboratory = laboratory;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (Outcome outcome : Outcome.values()) {
      FunctionCounter.builder("crossfade.shadow.reads", laboratory, l -> l.outcomes().of(outcome))
          .tag("migration", migration)
          .tag("outcome", RouterMetrics.lower(outcome))
          .register(registry);
    }
  }
}
