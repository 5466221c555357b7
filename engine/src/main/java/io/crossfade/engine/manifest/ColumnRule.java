package io.crossfade.engine.manifest;

import io.crossfade.model.Equality;
import org.jspecify.annotations.Nullable;

/// How one column of the source changes on the way.
public sealed interface ColumnRule {
  String column();

  Place at();

  /// @param to its name on the target; null keeps it
  /// @param cast its type on the target; null keeps it
  /// @param zeroAsNull whether a date that is zero becomes NULL
  /// @param compare when its values on both sides are equal
  record Kept(
      String column,
      @Nullable String to,
      @Nullable String cast,
      Equality compare,
      boolean zeroAsNull,
      Place at)
      implements ColumnRule {}

  /// Not moved. On the way back the source still wants a value for rows that were inserted on the
  /// target.
  record Dropped(String column, WayBack wayBack, Place at) implements ColumnRule {}

  /// What the source's column gets when a row comes back that the source never had.
  sealed interface WayBack {
    /// Nothing is said: NULL, or the column's default.
    record Unsaid() implements WayBack {}

    /// The same value in every such row; null is NULL.
    record WhenMissing(@Nullable String value, Place at) implements WayBack {}

    /// Computed from the target's columns, on every insert and update.
    record Inverse(String expression, Place at) implements WayBack {}
  }
}
