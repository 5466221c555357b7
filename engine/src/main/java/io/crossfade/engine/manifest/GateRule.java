package io.crossfade.engine.manifest;

import io.crossfade.transfer.mapping.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A condition over a metric that has to hold before traffic moves, or while it has moved.
///
/// @param limits how often it is measured, and how much of that may go wrong
/// @param success holds where all is well; null where only `failure` is asked
/// @param failure holds where it is not; null where only `success` is asked
/// @param moments when it is asked
/// @param onFailure what follows where traffic has moved
public record GateRule(
    String name,
    Metric metric,
    Limits limits,
    @Nullable Condition success,
    @Nullable Condition failure,
    Set<Moment> moments,
    Reaction onFailure) {

  public GateRule {
    moments = Set.copyOf(moments);
  }

  /// The words are those of an AnalysisTemplate of Argo Rollouts, but that only the last `count`
  /// measurements are looked at: a gate may be asked for days.
  ///
  /// @param count how many measurements are judged together
  /// @param failure how many of them may fail
  /// @param inconclusive how many of them may neither fail nor succeed
  /// @param consecutiveErrors how often in a row there may be no measurement at all
  public record Limits(
      Duration interval, int count, int failure, int inconclusive, int consecutiveErrors) {
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), 1, 0, 0, 4);

    public static Limits of(Duration interval, int count, int failure) {
      return new Limits(
          interval, count, failure, DEFAULT.inconclusive(), DEFAULT.consecutiveErrors());
    }
  }

  /// When a gate is asked.
  public enum Moment {
    /// Before a share of the reads goes to the target.
    SHIFT_READS,
    /// While reads have moved, and writes have not.
    READS,
    /// Before the cutover.
    CUTOVER,
    /// After the cutover, for as long as `cutover.bake` says.
    BAKE
  }

  /// What follows when a gate fails where traffic has moved.
  public enum Reaction {
    /// Nothing goes on, and nothing goes back.
    WAIT,
    /// A person has to look.
    PAUSE,
    /// What has moved goes back.
    ROLLBACK,
    /// Everything is undone.
    ABORT
  }

  public boolean usesBaseline() {
    return conditions().anyMatch(Condition::usesBaseline);
  }

  /// For people.
  public String condition() {
    List<String> all = conditions().map(Condition::toString).toList();
    return success == null ? "not (" + all.getFirst() + ")" : String.join(", fails if ", all);
  }

  /// For people: what is asked how often, and what a failure does.
  public String asked() {
    return "%s: %s, every %s%s; else %s"
        .formatted(
            metric,
            condition(),
            Durations.print(limits.interval()),
            limits.count() == 1
                ? ""
                : ", %d of %d may fail".formatted(limits.failure(), limits.count()),
            onFailure.name().toLowerCase(Locale.ROOT));
  }

  private Stream<Condition> conditions() {
    return Stream.of(success, failure).flatMap(condition -> Stream.ofNullable(condition));
  }
}
