package io.crossfade.engine.manifest;

/// Whether there is a way back after the cutover, and whether a commit on the new side waits for
/// it.
public enum ReverseMode {
  /// It does not. What the new side has acknowledged and not yet sent back is lost if it dies.
  ASYNCHRONOUS,
  /// It waits until the change is on the old side too. The new side's own server does the waiting.
  SYNCHRONOUS,
  /// There is none: the rollback after the cutover is given up.
  NONE
}
