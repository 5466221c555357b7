package io.crossfade.engine;

/// The outcome of a switch. Exactly one of them wins, see [io.crossfade.engine.store.Decisions].
public enum Decision {
  /// The other side is written from now on.
  FLIP,
  /// The side that was written stays.
  ABORT
}
