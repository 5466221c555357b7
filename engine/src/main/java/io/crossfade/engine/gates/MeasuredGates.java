package io.crossfade.engine.gates;

import io.crossfade.connector.Problem;
import io.crossfade.engine.Journal;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Status;
import io.crossfade.engine.Turns;
import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.metrics.Baselines;
import io.crossfade.engine.metrics.Source;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The gates that are measured: those of the manifest, and the standard ones. See docs/gates.md.
public final class MeasuredGates {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final List<MeasuredGate> gates;
  private final Journal journal;
  private final Timing timing;
  private final InstantSource clock;

  /// @param sources where the numbers of a metric come from
  public MeasuredGates(
      List<GateRule> rules,
      Function<Metric, Source> sources,
      Journal journal,
      Timing timing,
      InstantSource clock) {
    Baselines baselines = new Baselines(journal, clock);
    this.gates =
        rules.stream()
            .map(rule -> new MeasuredGate(rule, sources.apply(rule.metric()), baselines))
            .toList();
    this.journal = journal;
    this.timing = timing;
    this.clock = clock;
  }

  /// What has to run for them, each on a thread of its own until that is interrupted: a server that
  /// is asked over the network must not keep the others waiting.
  public List<Runnable> watches() {
    List<Runnable> watches = new ArrayList<>();
    watches.add(
        () -> watch(gates.stream().filter(g -> g.rule().metric() instanceof Metric.Own).toList()));
    gates.stream()
        .filter(gate -> gate.rule().metric() instanceof Metric.Prometheus)
        .forEach(gate -> watches.add(() -> watch(List.of(gate))));
    return watches;
  }

  private void watch(List<MeasuredGate> some) {
    new Turns("the measuring of gates", LOOK, journal, timing).run(() -> some.forEach(this::look));
  }

  /// Measures what is due.
  public void look(MeasuredGate gate) {
    gate.look(journal.state(), timing.nanoTime(), clock.instant());
  }

  public List<MeasuredGate> all() {
    return gates;
  }

  /// What speaks against a step at the moment before it.
  public List<Problem> before(Moment moment) {
    MigrationState now = journal.state();
    long nanos = timing.nanoTime();
    return gates.stream()
        .filter(gate -> gate.rule().moments().contains(moment) && !gate.isOpen(moment, now, nanos))
        .map(gate -> gate.problem(now, nanos))
        .toList();
  }

  /// What the gates say that are asked while reads move, and do not pass.
  public List<Status.Gated> notPassingForReads() {
    MigrationState now = journal.state();
    long nanos = timing.nanoTime();
    Set<Moment> moments = Moments.of(now);
    moments.retainAll(EnumSet.of(Moment.SHIFT_READS, Moment.READS));
    return gates.stream()
        .filter(gate ->
            gate.rule().moments().stream()
                .anyMatch(moment -> moments.contains(moment) && !gate.isOpen(moment, now, nanos)))
        .map(gate -> gate.status(now, nanos))
        .toList();
  }

  public MeasuredGate.Judgement judgement(MeasuredGate gate) {
    return gate.judgement(journal.state(), timing.nanoTime());
  }

  /// Whether nobody has measured it for long.
  public boolean isStale(MeasuredGate gate) {
    return gate.isStale(journal.state(), timing.nanoTime());
  }

  public Status.Gated status(MeasuredGate gate) {
    return gate.status(journal.state(), timing.nanoTime());
  }

  public List<Status.Gated> status() {
    return gates.stream()
        .filter(gate -> !gate.rule().moments().isEmpty())
        .map(this::status)
        .toList();
  }
}
