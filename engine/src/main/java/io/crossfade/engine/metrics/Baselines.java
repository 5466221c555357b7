package io.crossfade.engine.metrics;

import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.BaselineMeasured;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.StepName;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.model.Side;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What was usual of a metric before any traffic moved: the median of the first samples that were
/// taken then. Recorded once, so that it survives the process. Safe for use by several threads, of
/// which none waits while the store is away but the one that records.
public final class Baselines {
  static final int ENOUGH = 30;
  static final int FEWEST = 5;

  private final Journal journal;
  private final InstantSource clock;
  private final Map<String, Double> known = new ConcurrentHashMap<>();
  private final Map<String, Taken> taken = new ConcurrentHashMap<>();

  private record Taken(Instant since, List<Double> values) {}

  public Baselines(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
    for (Recorded recorded : journal.events()) {
      if (recorded.event() instanceof BaselineMeasured measured) {
        known.put(measured.metric(), measured.value());
      }
    }
  }

  /// Null where none was measured.
  public @Nullable Double of(Metric metric) {
    return known.get(metric.toString());
  }

  /// Whether a sample of it belongs to its baseline.
  public boolean isWanted(Metric metric) {
    return of(metric) == null && nothingHasMoved();
  }

  public void take(Metric metric, Sample sample) {
    if (sample.value() != null && isWanted(metric)) {
      Taken so =
          taken.computeIfAbsent(
              metric.toString(),
              _ -> new Taken(now(), Collections.synchronizedList(new ArrayList<>())));
      so.values().add(sample.value());
      if (so.values().size() >= ENOUGH) {
        record(metric);
      }
    }
  }

  /// Records what there is of it, as soon as something has moved.
  public void conclude(Metric metric) {
    Taken so = taken.get(metric.toString());
    if (so != null && so.values().size() >= FEWEST && !nothingHasMoved()) {
      record(metric);
    }
  }

  private void record(Metric metric) {
    Taken all = taken.remove(metric.toString());
    if (all != null) {
      double median =
          Robust.median(all.values().stream().mapToDouble(Double::doubleValue).toArray());
      journal.record(
          new BaselineMeasured(
              metric.toString(), median, all.values().size(), all.since().toString()));
      known.put(metric.toString(), median);
    }
  }

  private boolean nothingHasMoved() {
    MigrationState state = journal.state();
    return state.authoritative() == Side.SOURCE
        && state.route().reads() == Side.SOURCE
        && !state.progress().hasFinished(StepName.SHIFT_READS)
        && !state.progress().hasFinished(StepName.CUTOVER)
        && !state.phase().isEnd();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
