package io.crossfade.engine.manifest;

import org.jspecify.annotations.Nullable;

/// A column that only the target has. Nothing of it comes back.
public sealed interface AddedColumn {
  String column();

  String type();

  boolean nullable();

  /// Where its expression or constant is written.
  Place at();

  /// A CEL expression over the source's columns.
  record Computed(String column, String type, boolean nullable, String expression, Place at)
      implements AddedColumn {}

  /// @param value null is NULL
  record Constant(String column, String type, boolean nullable, @Nullable String value, Place at)
      implements AddedColumn {}
}
