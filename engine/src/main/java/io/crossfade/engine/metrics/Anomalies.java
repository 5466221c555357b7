package io.crossfade.engine.metrics;

import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.AnomalySeen;
import io.crossfade.engine.Turns;
import io.crossfade.engine.manifest.Metric.Own;
import io.crossfade.engine.metrics.Usual.Anomaly;
import io.crossfade.engine.metrics.Usual.Scale;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks for what is far from what was usual lately, and tells people. It changes nothing: a gate
/// does, where the manifest has one. What never changes is looked at too.
public final class Anomalies implements Runnable {
  /// Of each metric, however often it goes there and back.
  static final Duration TOLD_AGAIN = Duration.ofMinutes(10);

  static final Duration EVERY = Duration.ofSeconds(2);

  static final Map<Own, Scale> WATCHED =
      new TreeMap<>(
          Map.of(
              Own.LAG_MS, new Scale(1, 0.5, true),
              Own.DRIFT, new Scale(1, 0.1, true),
              Own.ERROR_RATE, new Scale(0.001, 0.25, true),
              Own.TRANSACTION_MS, new Scale(1, 0.15, true),
              Own.CHANGES_PER_SECOND, new Scale(1, 0.4, false)));

  private final List<Line> lines;
  private final Journal journal;
  private final Timing timing;
  private final Map<Own, Anomaly> lasting = new ConcurrentHashMap<>();

  private static final class Line {
    private final Own metric;
    private final Source source;
    private final Usual usual;
    private @Nullable Long toldAt;

    Line(Own metric, Source source, Scale scale) {
      this.metric = metric;
      this.source = source;
      this.usual = new Usual(scale);
    }
  }

  public Anomalies(Function<Own, Source> sources, Journal journal, Timing timing) {
    this.lines =
        WATCHED.entrySet().stream()
            .map(e -> new Line(e.getKey(), sources.apply(e.getKey()), e.getValue()))
            .toList();
    this.journal = journal;
    this.timing = timing;
  }

  /// Runs until its thread is interrupted.
  @Override
  public void run() {
    new Turns("the watch for anomalies", EVERY, journal, timing)
        .run(() -> lines.forEach(this::look));
  }

  private void look(Line line) {
    Double value = line.source.sample().value();
    if (value == null) {
      return;
    }
    Anomaly began = line.usual.add(value);
    Anomaly now = line.usual.now();
    if (now == null) {
      lasting.remove(line.metric);
    } else {
      lasting.put(line.metric, now);
    }
    long nanos = timing.nanoTime();
    if (began != null && (line.toldAt == null || nanos - line.toldAt >= TOLD_AGAIN.toNanos())) {
      line.toldAt = nanos;
      journal.record(event(line.metric, began));
    }
  }

  private static AnomalySeen event(Own metric, Anomaly seen) {
    return new AnomalySeen(metric.toString(), seen.value(), seen.usual(), seen.spread());
  }

  /// What is unusual now, for people.
  public List<String> lasting() {
    return new TreeMap<>(lasting)
        .entrySet().stream().map(e -> event(e.getKey(), e.getValue()).text()).toList();
  }
}
