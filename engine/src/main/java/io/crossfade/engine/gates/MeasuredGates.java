package io.crossfade.engine.gates;

import io.crossfade.connector.Problem;
import io.crossfade.engine.Journal;
import io.crossfade.engine.Status;
import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.metrics.Baselines;
import io.crossfade.engine.metrics.Source;
import io.crossfade.model.CrossfadeException;
import io.crossfade.transfer.Timing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
    while (!Thread.currentThread().isInterrupted()) {
      try {
        some.forEach(this::look);
        timing.pause(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (CrossfadeException _) {
        // the store is away, which its own watch tells: next time
      }
    }
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
    return gates.stream()
        .filter(gate -> gate.rule().moments().contains(moment) && !gate.isOpen())
        .map(MeasuredGate::problem)
        .toList();
  }

  public List<Status.Gated> status() {
    return gates.stream()
        .filter(gate -> !gate.rule().moments().isEmpty())
        .map(MeasuredGate::status)
        .toList();
  }
}
