package io.crossfade.engine.manifest;

import io.crossfade.model.ColumnMapping.Others;
import io.crossfade.model.Equality;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /// Made anew of its own value, in both directions.
  ///
  /// @param to its name on the target; null keeps it
  /// @param cast its type on the target; null keeps it
  /// @param wayBack unsaid where the inverse is derived
  record Made(
      String column,
      @Nullable String to,
      @Nullable String cast,
      Making making,
      WayBack wayBack,
      Place at)
      implements ColumnRule {}

  /// What makes a value of another one.
  sealed interface Making {
    Place at();

    /// The value that stands beside it in a list.
    ///
    /// @param values as they are written; null is NULL
    /// @param others what all other values become
    record Lookup(Map<String, @Nullable String> values, Others others, Place at) implements Making {
      public Lookup {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      }
    }

    /// A function of the user's own.
    record Call(String function, Place at) implements Making {}
  }

  /// Not moved. On the way back the source still wants a value for rows that were inserted on the
  /// target.
  record Dropped(String column, WayBack wayBack, Place at) implements ColumnRule {}

  /// What the source's column gets when a row comes back, or comes that the source never had.
  sealed interface WayBack {
    /// Nothing is said: NULL, or the column's default.
    record Unsaid() implements WayBack {}

    /// The same value in every such row; null is NULL.
    record WhenMissing(@Nullable String value, Place at) implements WayBack {}

    /// Computed from the target's columns, on every insert and update.
    record Inverse(String expression, Place at) implements WayBack {}
  }
}
