package io.crossfade.engine.manifest;

/// Whether a commit on the new side waits for the way back.
public enum ReverseMode {
  /// It does not. What the new side has acknowledged and not yet sent back is lost if it dies.
  ASYNCHRONOUS,
  /// It waits until the change is on the old side too. The new side's own server does the waiting.
  SYNCHRONOUS
}
