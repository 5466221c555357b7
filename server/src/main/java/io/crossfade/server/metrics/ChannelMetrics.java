package io.crossfade.server.metrics;

import io.crossfade.server.alerts.Health;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;

/// Whether messages arrive.
public final class ChannelMetrics implements MultiCollector {
  private final Supplier<List<Health.View>> channels;

  public ChannelMetrics(Supplier<List<Health.View>> channels) {
    this.channels = channels;
  }

  @Override
  public MetricSnapshots collect() {
    Families families = new Families();
    for (Health.View channel : channels.get()) {
      Labels labels = Labels.of("channel", channel.channel());
      families.gauge(
          "crossfade_channel_up",
          "Whether the channel took the last message. 1 or 0.",
          labels,
          channel.failures() == 0 ? 1 : 0);
      families.counter(
          "crossfade_messages_sent_total", "Messages that arrived.", labels, channel.sent());
      families.counter(
          "crossfade_messages_refused_total",
          "Messages that the other end will never take.",
          labels,
          channel.refused());
    }
    return families.snapshots();
  }
}
