package io.crossfade.model;

import io.crossfade.model.values.Conversion;
import io.crossfade.model.values.Kind;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Where the value of one written column comes from. */
public sealed interface ColumnMapping extends Serializable {
  /** The written column. */
  String to();

  /** The same value, perhaps under another name. */
  record Copied(String from, String to) implements ColumnMapping {}

  /** The value as another type, by the database's own cast. */
  record Cast(String from, String fromType, String to, String toType) implements ColumnMapping {}

  /**
   * The value as one of another kind, as {@code model.values} has it; between engines, whose types
   * nobody but we knows both of.
   *
   * @param zeroAsNull whether a date that is zero becomes NULL: a loss that the manifest declares
   */
  record Converted(String from, Kind fromKind, String to, Kind toKind, boolean zeroAsNull)
      implements ColumnMapping {
    public Conversion conversion() {
      return Conversion.between(fromKind, toKind)
          .orElseThrow(() ->
              new IllegalStateException(
                  "column %s: %s cannot become %s".formatted(to, fromKind, toKind)));
    }
  }

  /** The same value in every row; null is NULL. */
  record Constant(String to, @Nullable String value) implements ColumnMapping {}

  /** A CEL expression over the columns that are read. */
  record Computed(String to, String expression) implements ColumnMapping {}

  /**
   * Given when a row is inserted, left alone when it is updated: a column that the other side does
   * not have.
   */
  record WhenMissing(String to, @Nullable String value) implements ColumnMapping {}
}
