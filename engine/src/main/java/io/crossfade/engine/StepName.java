package io.crossfade.engine;

import java.util.Locale;

/// The steps of the default plan in their order, then the moves that are no part of a plan.
public enum StepName {
  PREPARE("checks both databases and makes what the copy needs"),
  BACKFILL("copies the rows that are there"),
  CATCH_UP("applies what changed during the copy"),
  FINISH("builds indexes and constraints, and gathers statistics"),
  VERIFY("compares both sides row by row"),
  SHIFT_READS("moves reads to the target, share by share"),
  CUTOVER("moves writes to the target"),
  BAKE("watches the target while the way back stays open"),
  CLEANUP("takes everything of ours away; afterwards there is no way back"),
  ROLLBACK("moves reads and writes back to the source"),
  ABORT("gives up: undoes every step and leaves the source as it was"),
  REHEARSE("tries the switch up to its decision, and moves nobody");

  private final String does;

  StepName(String does) {
    this.does = does;
  }

  /// What the step does, as one sentence without its subject.
  public String does() {
    return does;
  }

  /// As people write it, on the command line and in a manifest.
  public String spelled() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
