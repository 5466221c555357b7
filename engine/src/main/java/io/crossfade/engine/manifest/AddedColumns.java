package io.crossfade.engine.manifest;

/// What becomes of a change on the source that the target can follow without copying a table anew:
/// a column that is added, a default, a column that may be empty.
public enum AddedColumns {
  /// The target follows.
  CARRY,
  /// The migration stops until a person has decided.
  PAUSE
}
