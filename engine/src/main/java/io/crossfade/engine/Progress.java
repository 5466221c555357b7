package io.crossfade.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which steps are behind a migration and which one is under way.
///
/// @param current started, and not yet finished or undone; a failed step stays current, for it may
///   have done a part
/// @param lastError why the current step stands still; null while it runs
/// @param ending CLEANUP or ABORT once begun: from then on only that can be continued
/// @param facts what each finished step left for later ones
/// @param pause null while nobody has paused the migration
/// @param pace what a person has said about the pace of copy and comparison
public record Progress(
    @Nullable StepName current,
    MigrationEvent.@Nullable StepFailed lastError,
    @Nullable StepName ending,
    Map<StepName, Map<String, String>> facts,
    @Nullable Pause pause,
    PaceSetting pace) {

  static final Progress NONE = new Progress(null, null, null, Map.of(), null, PaceSetting.ADAPTIVE);

  public Progress {
    facts = Map.copyOf(facts);
  }

  public boolean hasFinished(StepName step) {
    return facts.containsKey(step);
  }

  public Optional<String> fact(StepName step, String name) {
    return Optional.ofNullable(facts.getOrDefault(step, Map.of()).get(name));
  }

  Progress started(StepName step) {
    boolean ends = step == StepName.CLEANUP || step == StepName.ABORT;
    return new Progress(step, null, ends ? step : ending, facts, ends ? null : pause, pace);
  }

  Progress finished(StepName step, Map<String, String> left) {
    Map<StepName, Map<String, String>> more = new EnumMap<>(StepName.class);
    more.putAll(facts);
    more.put(step, left);
    return new Progress(null, null, ending, more, pause, pace);
  }

  Progress failed(MigrationEvent.StepFailed failure) {
    return new Progress(current, failure, ending, facts, pause, pace);
  }

  Progress paused(@Nullable Pause now) {
    return new Progress(current, lastError, ending, facts, now, pace);
  }

  Progress paced(PaceSetting now) {
    return new Progress(current, lastError, ending, facts, pause, now);
  }

  Progress undone(StepName step) {
    Map<StepName, Map<String, String>> fewer = new EnumMap<>(StepName.class);
    fewer.putAll(facts);
    fewer.remove(step);
    return new Progress(current == step ? null : current, lastError, ending, fewer, pause, pace);
  }
}
