package io.crossfade.engine.gates;

import io.crossfade.engine.manifest.GateRule;
import io.crossfade.engine.metrics.Sample;
import io.crossfade.engine.metrics.Sample.Share;
import io.crossfade.transfer.mapping.Condition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Judges a gate by its last measurements, in the way of an AnalysisRun of Argo Rollouts: one that
/// fails more often than it may fails; one of which too little can be said is inconclusive; one
/// that was measured often enough passes. Other than there it goes on being judged, by the last
/// `count` measurements. Knows no clock.
final class Analysis {
  /// How many standard deviations more of what happens by chance may be luck.
  private static final double LUCK = 3;

  /// The same for several together. One such sum is enough, where of single ones it takes more than
  /// `failureLimit`: so it has to be rarer.
  private static final double LUCK_TOGETHER = 4;

  private enum Outcome {
    HOLDS,
    /// It fails, but that may be bad luck.
    UNLUCKY,
    FAILS,
    /// There is a number, and it neither succeeds nor fails.
    UNDECIDED,
    /// There is no number.
    MISSING
  }

  private record Judged(Outcome outcome, @Nullable Share share) {}

  private final GateRule rule;
  private final Deque<Judged> last = new ArrayDeque<>();
  private int missingInARow;
  private boolean tooUnlucky;

  Analysis(GateRule rule) {
    this.rule = rule;
  }

  void reset() {
    last.clear();
    missingInARow = 0;
    tooUnlucky = false;
  }

  void add(Sample sample, @Nullable Double baseline) {
    Outcome outcome = judge(sample, baseline);
    missingInARow = outcome == Outcome.MISSING ? missingInARow + 1 : 0;
    last.addLast(new Judged(outcome, sample.share()));
    if (last.size() > rule.limits().count()) {
      last.removeFirst();
    }
    tooUnlucky = isTooUnlucky(baseline);
  }

  /// Whether what may be bad luck each time is none any more, all of it together. What fails anyway
  /// is left out: it may, as often as the limit says.
  private boolean isTooUnlucky(@Nullable Double baseline) {
    return last.stream()
        .filter(judged -> judged.outcome != Outcome.FAILS)
        .flatMap(judged -> Stream.ofNullable(judged.share))
        .reduce(Share::and)
        .filter(sum -> judge(sum.atLeast(LUCK_TOGETHER), baseline) == Outcome.FAILS)
        .isPresent();
  }

  private Outcome judge(Sample sample, @Nullable Double baseline) {
    if (sample.value() == null) {
      return Outcome.MISSING;
    }
    Outcome outcome = judge(sample.value(), baseline);
    if (outcome != Outcome.FAILS || sample.share() == null) {
      return outcome;
    }
    Outcome otherwise = judge(sample.share().atLeast(LUCK), baseline);
    return otherwise == Outcome.HOLDS ? Outcome.UNLUCKY : otherwise;
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

  /// Whether it passes even if nothing of what failed was bad luck.
  boolean passesForSure() {
    return state() == GateState.PASSING
        && count(Outcome.FAILS) + count(Outcome.UNLUCKY) <= rule.limits().failure();
  }

  /// How many measurements are judged.
  int measured() {
    return last.size();
  }

  int failed() {
    return count(Outcome.FAILS) + (tooUnlucky ? count(Outcome.UNLUCKY) : 0);
  }

  private int count(Outcome wanted) {
    return (int) last.stream().filter(judged -> judged.outcome == wanted).count();
  }
}
