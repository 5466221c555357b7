package io.crossfade.engine.gates;

import io.crossfade.connector.Problem;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Status;
import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.metrics.Baselines;
import io.crossfade.engine.metrics.Sample;
import io.crossfade.engine.metrics.Source;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One gate with what was measured for it. One thread looks; whoever asks may do so from any.
public final class MeasuredGate {
  private final GateRule rule;
  private final Source source;
  private final Baselines baselines;

  // Only the thread that looks.
  private long dueAt;
  private boolean looked;

  // Guarded by this.
  private final Analysis analysis;
  private Set<Moment> moments = EnumSet.noneOf(Moment.class);
  private GateState state = GateState.WAITING;
  private int round;
  private @Nullable Instant since;
  private Sample last = Sample.none("it was not measured yet");

  MeasuredGate(GateRule rule, Source source, Baselines baselines) {
    this.rule = rule;
    this.source = source;
    this.baselines = baselines;
    this.analysis = new Analysis(rule);
  }

  public GateRule rule() {
    return rule;
  }

  /// Measures where it is time to.
  ///
  /// @param nanos by a monotonic clock
  /// @param now for people
  void look(MigrationState at, long nanos, Instant now) {
    boolean baseline = rule.usesBaseline() && baselines.isWanted(rule.metric());
    if (rule.usesBaseline() && !baseline) {
      baselines.conclude(rule.metric());
    }
    enter(at, nanos, now);
    if ((moments().isEmpty() && !baseline) || (looked && nanos - dueAt < 0)) {
      return;
    }
    dueAt = nanos + rule.limits().interval().toNanos();
    looked = true;
    Sample sample = source.sample();
    baselines.take(rule.metric(), sample);
    add(sample, now);
  }

  /// What was measured before the cutover says nothing of the time after it.
  private synchronized void enter(MigrationState at, long nanos, Instant now) {
    Set<Moment> next = EnumSet.copyOf(Moments.of(at));
    next.retainAll(rule.moments());
    boolean anew =
        !next.isEmpty()
            && (moments.isEmpty() || moments.contains(Moment.BAKE) != next.contains(Moment.BAKE));
    moments = next;
    if (anew) {
      analysis.reset();
      round++;
      looked = false;
      if (source.isOverTime()) {
        Sample _ = source.sample(); // what follows tells of the time from here on
        dueAt = nanos + rule.limits().interval().toNanos();
        looked = true;
      }
    }
    if (anew || next.isEmpty()) {
      become(GateState.WAITING, now);
    }
  }

  private synchronized void add(Sample sample, Instant now) {
    last = sample;
    if (!moments.isEmpty()) {
      analysis.add(sample, baseline());
      become(analysis.state(), now);
    }
  }

  private void become(GateState next, Instant now) {
    if (since == null || state != next) {
      since = now;
    }
    state = next;
  }

  private synchronized Set<Moment> moments() {
    return moments;
  }

  /// What it says now, and where.
  ///
  /// @param moments those of its own that it is now
  /// @param round how often it began to be judged anew
  public record Judgement(Set<Moment> moments, GateState state, int round) {

    /// Whether there is nothing new in it, nor anything that moved since.
    public boolean saysTheSameAs(@Nullable Judgement before) {
      return before != null
          && before.state == state
          && before.round == round
          && before.moments.containsAll(moments);
    }
  }

  public synchronized Judgement judgement() {
    return new Judgement(moments, state, round);
  }

  /// Whether it keeps from going on what waits for it.
  synchronized boolean isOpen() {
    return isLenient() ? state != GateState.FAILING : state == GateState.PASSING;
  }

  public boolean isLenient() {
    return StandardGates.isLenient(rule);
  }

  Problem problem() {
    Status.Gated now = status();
    return new Problem(
        "it is %s: %s".formatted(now.state().name().toLowerCase(Locale.ROOT), now.text()),
        "gate " + rule.name(),
        "wait, or change `gates` in the manifest and start `run` again; see docs/gates.md");
  }

  public synchronized Status.Gated status() {
    return new Status.Gated(
        rule.name(), state, last.value(), rule.condition(), since, !moments.isEmpty(), text());
  }

  private @Nullable Double baseline() {
    return rule.usesBaseline() ? baselines.of(rule.metric()) : null;
  }

  private String text() {
    if (rule.usesBaseline() && baseline() == null && !baselines.isWanted(rule.metric())) {
      return isLenient()
          ? "left out: no baseline was measured before traffic moved"
          : "no baseline was measured before traffic moved";
    }
    String is =
        last.value() == null
            ? last.why()
            : "%s is %s%s".formatted(rule.metric(), Numbers.shown(last.value()), beside());
    return is + ", wanted: " + rule.condition() + judged();
  }

  private String beside() {
    Double baseline = baseline();
    return baseline == null ? "" : " (baseline %s)".formatted(Numbers.shown(baseline));
  }

  private String judged() {
    return rule.limits().count() == 1
        ? ""
        : "; %d of the last %d failed, and %d may"
            .formatted(analysis.failed(), analysis.measured(), rule.limits().failure());
  }
}
