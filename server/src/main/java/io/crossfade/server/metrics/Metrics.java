package io.crossfade.server.metrics;

import io.crossfade.engine.CrossfadeVersion;
import io.crossfade.server.hosting.KnownStates;
import io.crossfade.server.hosting.Migrations;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.time.Duration;
import java.util.Set;

/// The numbers of this process, for Prometheus: its migrations, its requests, its JVM.
public final class Metrics implements AutoCloseable {
  /// Prometheus takes the one for a histogram, and knows no nanoseconds. Others say the same.
  private static final Set<String> ILL_NAMED = Set.of("system.cpu.count", "process.cpu.time");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  public Metrics(Migrations migrations, KnownStates states) {
    add(new MigrationMetrics(migrations, states));
    registry.config().meterFilter(MeterFilter.deny(meter -> ILL_NAMED.contains(meter.getName())));
    new JvmMemoryMetrics().bindTo(registry);
    collections.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    Gauge.builder("crossfade.build.info", () -> 1)
        .description("1, with the version of this Crossfade.")
        .tag("version", CrossfadeVersion.current().number())
        .strongReference(true)
        .register(registry);
  }

  /// Tells of these, too.
  public void add(MultiCollector collector) {
    registry.getPrometheusRegistry().register(collector);
  }

  /// In one of the formats that Prometheus reads.
  ///
  /// @param accepted the header `Accept`
  public String scrape(String accepted) {
    return registry.scrape(accepted);
  }

  /// @param route as it is declared, with names in braces
  public void answered(String method, String route, int status, Duration took) {
    Timer.builder("crossfade.http.requests")
        .description(
            "Requests that were answered. One that waits for news takes as long as it waits.")
        .tag("method", method)
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(took);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
