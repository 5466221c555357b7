package io.crossfade.server.metrics;

import io.crossfade.engine.Status;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.TreeMap;

/// The numbers of one answer to Prometheus, those of one name together.
final class Families {
  private static final String TOTAL = "_total";

  private final Map<String, GaugeSnapshot.Builder> gauges = new TreeMap<>();
  private final Map<String, CounterSnapshot.Builder> counters = new TreeMap<>();

  void add(Measure measure, Labels labels, Status status) {
    Number value = measure.of().apply(status);
    if (value == null) {
      return;
    }
    if (measure.onlyGrows()) {
      counter(measure.name(), measure.help(), labels, value.doubleValue());
    } else {
      gauge(measure.name(), measure.help(), labels, value.doubleValue());
    }
  }

  void gauge(String name, String help, Labels labels, double value) {
    var _ =
        gauges
            .computeIfAbsent(name, n -> GaugeSnapshot.builder().name(n).help(help))
            .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
  }

  /// @param name with `_total`
  void counter(String name, String help, Labels labels, double value) {
    var _ =
        counters
            .computeIfAbsent(name, n -> CounterSnapshot.builder().name(family(n)).help(help))
            .dataPoint(CounterDataPointSnapshot.builder().labels(labels).value(value).build());
  }

  MetricSnapshots snapshots() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    gauges.values().forEach(family -> all.metricSnapshot(family.build()));
    counters.values().forEach(family -> all.metricSnapshot(family.build()));
    return all.build();
  }

  private static String family(String name) {
    return name.substring(0, name.length() - TOTAL.length());
  }
}
