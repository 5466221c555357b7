package io.crossfade.engine.gates;

import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.metrics.Sample;
import io.crossfade.transfer.mapping.Condition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges a gate by its last measurements, in the way of an AnalysisRun of Argo Rollouts: one that
/// fails more often than it may fails; one of which too little can be said is inconclusive; one
/// that was measured often enough passes. Other than there it goes on being judged, by the last
/// `count` measurements. Knows no clock.
final class Analysis {
  private enum Outcome {
    HOLDS,
    FAILS,
    /// There is a number, and it neither succeeds nor fails.
    UNDECIDED,
    /// There is no number.
    MISSING
  }

  private final GateRule rule;
  private final Deque<Outcome> last = new ArrayDeque<>();
  private int missingInARow;

  Analysis(GateRule rule) {
    this.rule = rule;
  }

  void reset() {
    last.clear();
    missingInARow = 0;
  }

  void add(Sample sample, @Nullable Double baseline) {
    Outcome outcome = judge(sample, baseline);
    missingInARow = outcome == Outcome.MISSING ? missingInARow + 1 : 0;
    last.addLast(outcome);
    if (last.size() > rule.limits().count()) {
      last.removeFirst();
    }
  }

  /// What may be bad luck does not fail.
  private Outcome judge(Sample sample, @Nullable Double baseline) {
    if (sample.value() == null) {
      return Outcome.MISSING;
    }
    Outcome outcome = judge(sample.value(), baseline);
    return outcome == Outcome.FAILS && sample.share() != null
        ? judge(sample.share().atLeast(), baseline)
        : outcome;
  }

  private Outcome judge(double value, @Nullable Double baseline) {
    Optional<Boolean> success = holds(rule.success(), value, baseline);
    Optional<Boolean> failure = holds(rule.failure(), value, baseline);
    if (rule.success() == null) {
      return failure.map(fails -> fails ? Outcome.FAILS : Outcome.HOLDS).orElse(Outcome.UNDECIDED);
    }
    if (rule.failure() == null) {
      return success.map(holds -> holds ? Outcome.HOLDS : Outcome.FAILS).orElse(Outcome.UNDECIDED);
    }
    if (failure.orElse(false)) {
      return Outcome.FAILS;
    }
    return success.orElse(false) && failure.isPresent() ? Outcome.HOLDS : Outcome.UNDECIDED;
  }

  private static Optional<Boolean> holds(
      @Nullable Condition condition, double value, @Nullable Double baseline) {
    return condition == null ? Optional.empty() : condition.holds(value, baseline);
  }

  GateState state() {
    GateRule.Limits limits = rule.limits();
    if (failed() > limits.failure()) {
      return GateState.FAILING;
    }
    if (missingInARow > limits.consecutiveErrors()
        || count(Outcome.UNDECIDED) > limits.inconclusive()) {
      return GateState.INCONCLUSIVE;
    }
    return last.size() == limits.count() && count(Outcome.MISSING) == 0
        ? GateState.PASSING
        : GateState.WAITING;
  }

  /// How many measurements are judged.
  int measured() {
    return last.size();
  }

  int failed() {
    return count(Outcome.FAILS);
  }

  private int count(Outcome wanted) {
    return (int) last.stream().filter(outcome -> outcome == wanted).count();
  }
}
