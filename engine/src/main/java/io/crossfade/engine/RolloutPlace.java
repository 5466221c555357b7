package io.crossfade.engine;

import io.crossfade.engine.MigrationEvent.RolloutStepBegun;
import java.time.Instant;

/// How far the rollout is: the step that has begun last.
///
/// @param number counts the steps, from 1
/// @param does what the step does, in the manifest's words
/// @param next what the one after it does; empty where it is the last
/// @param resumed whether a person has let it go on who was waited for
public record RolloutPlace(
    int number, int of, String does, String next, Instant since, boolean resumed) {
  /// Who has paused a migration whose rollout waits for a person.
  public static final String PAUSED_BY = "rollout";

  static RolloutPlace of(RolloutStepBegun e) {
    return new RolloutPlace(
        e.number(), e.of(), e.does(), e.next(), Instant.parse(e.since()), false);
  }

  RolloutPlace resumedAfter(Pause pause) {
    return new RolloutPlace(number, of, does, next, since, resumed || pause.by().equals(PAUSED_BY));
  }
}
