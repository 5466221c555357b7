package io.crossfade.engine.manifest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One step of a rollout, in the words of Argo Rollouts.
public sealed interface RolloutStep {

  /// So many percent of the reads go to the target.
  record SetReads(int percent) implements RolloutStep {
    @Override
    public String toString() {
      return "setReads: " + percent;
    }
  }

  /// So many percent of the reads are repeated on the other side, and compared.
  record SetShadow(int percent) implements RolloutStep {
    @Override
    public String toString() {
      return "setShadow: " + percent;
    }
  }

  /// @param time null where a person is waited for
  record Pause(@Nullable Duration time) implements RolloutStep {
    @Override
    public String toString() {
      return time == null ? "pause" : "pause: " + Durations.print(time);
    }
  }

  /// The gates that are asked while reads move have to pass for so long.
  record Analysis(Duration time) implements RolloutStep {
    @Override
    public String toString() {
      return "analysis: " + Durations.print(time);
    }
  }
}
