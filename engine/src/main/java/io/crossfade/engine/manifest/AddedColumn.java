package io.crossfade.engine.manifest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A column that only the target has. Nothing of it comes back.
public sealed interface AddedColumn {
  String column();

  String type();

  boolean nullable();

  /// Where its expression, function or constant is written.
  Place at();

  /// A CEL expression over the source's columns.
  record Computed(String column, String type, boolean nullable, String expression, Place at)
      implements AddedColumn {}

  /// What a function of the user's own makes of the source's columns.
  record Called(
      String column, String type, boolean nullable, String function, List<String> of, Place at)
      implements AddedColumn {
    public Called {
      of = List.copyOf(of);
    }
  }

  /// @param inKey whether it comes before all others in the table's key
  /// @param value null is NULL
  record Constant(
      String column, String type, boolean nullable, boolean inKey, @Nullable String value, Place at)
      implements AddedColumn {}
}
