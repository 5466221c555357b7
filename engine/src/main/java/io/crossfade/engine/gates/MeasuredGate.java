package io.crossfade.engine.gates;

import io.crossfade.connector.Problem;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Status;
import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.manifest.GateRule.Moment;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.metrics.Baselines;
import io.crossfade.engine.metrics.Sample;
import io.crossfade.engine.metrics.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One gate with what was measured for it. One thread looks; whoever asks may do so from any.
public final class MeasuredGate {
  private static final int MISSED = 3;
  private static final Duration LATE = Duration.ofSeconds(30);

  private final GateRule rule;
  private final Source source;
  private final Baselines baselines;

  // Only the thread that looks.
  private final MeasuredSpan span = new MeasuredSpan();
  private long dueAt;
  private boolean looked;

  // Guarded by this.
  private final Analysis analysis;
  private Set<Moment> moments = EnumSet.noneOf(Moment.class);
  private GateState state = GateState.WAITING;
  private int round;
  private @Nullable Instant since;
  private @Nullable Long freshAt;
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
    if (moments().isEmpty() && !baseline) {
      return;
    }
    if (source.isOverTime() && !span.isOpen(at.route(), nanos)) {
      if (span.opens(nanos)) {
        Sample _ = sample(nanos); // what follows tells of the time from here on
      }
    } else if (!looked || nanos - dueAt >= 0) {
      Sample sample = sample(nanos);
      baselines.take(rule.metric(), sample);
      add(sample, nanos, now);
    }
  }

  private Sample sample(long nanos) {
    dueAt = nanos + rule.limits().interval().toNanos();
    looked = true;
    try {
      return source.sample();
    } catch (RuntimeException e) {
      return Sample.none("measuring it has failed: " + e);
    }
  }

  /// What was measured before the cutover says nothing of the time after it.
  private synchronized void enter(MigrationState at, long nanos, Instant now) {
    Set<Moment> next = momentsOf(at);
    boolean anew =
        !next.isEmpty()
            && (moments.isEmpty() || moments.contains(Moment.BAKE) != next.contains(Moment.BAKE));
    moments = next;
    if (anew) {
      analysis.reset();
      round++;
      looked = false;
      span.beginAnew(at.route(), nanos);
    }
    if (anew || next.isEmpty()) {
      freshAt = nanos;
      become(GateState.WAITING, now);
    }
  }

  private synchronized void add(Sample sample, long nanos, Instant now) {
    last = sample;
    freshAt = nanos;
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

  private Set<Moment> momentsOf(MigrationState at) {
    Set<Moment> now = EnumSet.copyOf(Moments.of(at));
    now.retainAll(rule.moments());
    return now;
  }

  private synchronized Set<Moment> moments() {
    return moments;
  }

  /// Whether nobody has measured it for so long that what it was last says nothing any more.
  synchronized boolean isStale(MigrationState at, long nanos) {
    return freshAt != null && !momentsOf(at).isEmpty() && nanos - freshAt > latest().toNanos();
  }

  private Duration latest() {
    Duration once =
        rule.metric() instanceof Metric.Prometheus asked
            ? rule.limits().interval().plus(asked.timeout())
            : rule.limits().interval();
    Duration several = once.multipliedBy(MISSED);
    return several.compareTo(LATE) > 0 ? several : LATE;
  }

  /// What it says now, and where.
  ///
  /// @param moments those of its own that it is now
  /// @param round how often it began to be judged anew
  /// @param passesForSure whether it passes, and not only because what failed may be bad luck
  public record Judgement(Set<Moment> moments, GateState state, int round, boolean passesForSure) {

    /// Whether there is nothing new in it, nor anything that moved since.
    public boolean saysTheSameAs(@Nullable Judgement before) {
      return before != null
          && before.state == state
          && before.round == round
          && before.moments.containsAll(moments);
    }
  }

  synchronized Judgement judgement(MigrationState at, long nanos) {
    return isStale(at, nanos)
        ? new Judgement(momentsOf(at), GateState.INCONCLUSIVE, round, false)
        : new Judgement(moments, state, round, passesForSure());
  }

  /// Where it is not asked now the analysis still stands.
  private boolean passesForSure() {
    return state == GateState.PASSING && analysis.passesForSure();
  }

  /// Whether it lets go on what waits for it at this moment.
  synchronized boolean isOpen(Moment moment, MigrationState at, long nanos) {
    boolean well = isLenient() ? state != GateState.FAILING : state == GateState.PASSING;
    return well && moments.contains(moment) && !isStale(at, nanos);
  }

  public boolean isLenient() {
    return StandardGates.isLenient(rule);
  }

  Problem problem(MigrationState at, long nanos) {
    Status.Gated now = status(at, nanos);
    return new Problem(
        "it is %s: %s".formatted(now.state().name().toLowerCase(Locale.ROOT), now.text()),
        "gate " + rule.name(),
        "wait, or change `gates` in the manifest and start `run` again; see docs/gates.md");
  }

  synchronized Status.Gated status(MigrationState at, long nanos) {
    if (freshAt != null && isStale(at, nanos)) {
      String text =
          "nobody has measured it for %d s, wanted: %s"
              .formatted(Duration.ofNanos(nanos - freshAt).toSeconds(), rule.condition());
      return new Status.Gated(
          rule.name(), GateState.INCONCLUSIVE, null, rule.condition(), since, true, text);
    }
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
            : "%s is %s%s%s"
                .formatted(rule.metric(), Numbers.shown(last.value()), counted(), beside());
    return is + ", wanted: " + rule.condition() + judged();
  }

  private String counted() {
    return last.share() == null
        ? ""
        : ", %d of %d".formatted(last.share().part(), last.share().whole());
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
