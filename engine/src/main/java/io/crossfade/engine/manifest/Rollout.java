package io.crossfade.engine.manifest;

import io.crossfade.engine.manifest.RolloutStep.Pause;
import io.crossfade.engine.manifest.RolloutStep.SetReads;
import io.crossfade.engine.manifest.RolloutStep.SetShadow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How the reads move to the target before the cutover, step by step.
public record Rollout(List<RolloutStep> steps) {
  public Rollout {
    steps = List.copyOf(steps);
  }

  /// The short form.
  ///
  /// @param reads growing percentages
  /// @param bake how long each of them lasts
  public static Rollout of(List<Integer> reads, Duration bake) {
    List<RolloutStep> steps = new ArrayList<>();
    for (int share : reads) {
      steps.add(new SetReads(share));
      if (!bake.isZero()) {
        steps.add(new Pause(bake));
      }
    }
    return new Rollout(steps);
  }

  /// How many percent of the reads go to the target once this step is taken; 0 before the first.
  public int readsAfter(int step) {
    int share = 0;
    for (RolloutStep taken : steps.subList(0, step + 1)) {
      share = taken instanceof SetReads(var percent) ? percent : share;
    }
    return share;
  }

  /// How many percent of the reads are repeated on the other side once this step is taken.
  public int shadowAfter(int step) {
    int share = 0;
    for (RolloutStep taken : steps.subList(0, step + 1)) {
      share = taken instanceof SetShadow(var percent) ? percent : share;
    }
    return share;
  }

  /// As the manifest may spell it.
  @Override
  public String toString() {
    return steps.stream().map(RolloutStep::toString).collect(Collectors.joining(", "));
  }
}
