package io.crossfade.engine.metrics;

import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationEvent.BaselineMeasured;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.StepName;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.metrics.Sample.Share;
import io.crossfade.model.Side;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was usual of a metric before any traffic moved: of a share that of all that was counted
/// then, of everything else the median of the first samples. Recorded once, so that it survives the
/// process. Safe for use by several threads, of which none waits while the store is away but the
/// one that records.
public final class Baselines {
  static final int ENOUGH = 30;
  static final int FEWEST = 5;

  private final Journal journal;
  private final InstantSource clock;
  private final Map<String, Double> known = new ConcurrentHashMap<>();
  private final Map<String, Taken> taken = new ConcurrentHashMap<>();

  private record Taken(Instant since, List<Sample> samples) {}

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
      so.samples().add(sample);
      if (so.samples().size() >= ENOUGH) {
        record(metric);
      }
    }
  }

  /// Records what there is of it, as soon as something has moved.
  public void conclude(Metric metric) {
    Taken so = taken.get(metric.toString());
    if (so != null && so.samples().size() >= FEWEST && !nothingHasMoved()) {
      record(metric);
    }
  }

  private void record(Metric metric) {
    Taken all = taken.remove(metric.toString());
    if (all != null) {
      double usual = usual(List.copyOf(all.samples()));
      journal.record(
          new BaselineMeasured(
              metric.toString(), usual, all.samples().size(), all.since().toString()));
      known.put(metric.toString(), usual);
    }
  }

  /// What is rare has a median of 0, and is usual all the same.
  private static double usual(List<Sample> samples) {
    List<Share> shares =
        samples.stream().flatMap(sample -> Stream.ofNullable(sample.share())).toList();
    return shares.isEmpty()
        ? Robust.median(
            samples.stream()
                .mapToDouble(sample -> Objects.requireNonNull(sample.value()))
                .toArray())
        : shares.stream().reduce(new Share(0, 0), Share::and).value();
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
