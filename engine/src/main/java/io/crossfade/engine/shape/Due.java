package io.crossfade.engine.shape;

/// What has to be done on the target because a table of the source was changed.
public enum Due {
  NOTHING,
  /// Columns are to be added, without touching rows.
  ADJUST,
  /// Rows may lack values of columns that were added: they are compared, and written anew where
  /// they differ.
  COMPARE,
  /// The table is to be made and copied anew.
  COPY
}
