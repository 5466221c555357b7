package io.crossfade.engine;

import io.crossfade.engine.MigrationEvent.RolloutStepBegun;
import io.crossfade.engine.manifest.Rollout;
import io.crossfade.engine.manifest.RolloutStep;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Which steps of the rollout have begun, as it is recorded: whoever comes after us goes on there.
public final class RolloutJournal {
  private final Journal journal;
  private final Rollout rollout;
  private final InstantSource clock;

  public RolloutJournal(Journal journal, Rollout rollout, InstantSource clock) {
    this.journal = journal;
    this.rollout = rollout;
    this.clock = clock;
  }

  public Rollout rollout() {
    return rollout;
  }

  /// The step at which it stands; the first where none has begun, where a gate has taken the reads
  /// back, and where the manifest says something else by now. Counts from 0.
  public int reached() {
    return place().map(place -> place.number() - 1).filter(this::isAt).orElse(0);
  }

  /// Whether this step is the one that has begun last. It is not once a gate has taken the reads
  /// back.
  public boolean isAt(int step) {
    List<RolloutStep> steps = rollout.steps();
    return place()
        .filter(place -> place.number() == step + 1 && step < steps.size())
        .filter(place -> place.does().equals(steps.get(step).toString()))
        .isPresent();
  }

  /// Repeatable: a step that has begun goes on.
  public void begin(int step) {
    if (!isAt(step)) {
      List<RolloutStep> steps = rollout.steps();
      journal.record(
          new RolloutStepBegun(
              step + 1,
              steps.size(),
              steps.get(step).toString(),
              step + 1 < steps.size() ? steps.get(step + 1).toString() : "",
              clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()));
    }
  }

  /// How much of a step's time is left. At most all of it, whatever the clock was set to.
  public Duration left(Duration time) {
    Duration passed =
        place()
            .map(place -> Duration.between(place.since(), clock.instant()))
            .orElse(Duration.ZERO);
    return passed.isNegative() ? time : time.minus(passed);
  }

  /// Whether a person was waited for in this step, and has resumed.
  public boolean isResumed() {
    return place().filter(RolloutPlace::resumed).isPresent();
  }

  private Optional<RolloutPlace> place() {
    return Optional.ofNullable(journal.state().progress().rollout());
  }
}
