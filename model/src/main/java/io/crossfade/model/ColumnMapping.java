package io.crossfade.model;

import io.crossfade.model.values.Conversion;
import io.crossfade.model.values.Kind;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /**
   * A value that we make of the columns that are read, whatever the databases are: one function of
   * the row, for the copy, the stream and the comparison.
   */
  sealed interface Made extends ColumnMapping {}

  /** A CEL expression over the columns that are read. */
  record Computed(String to, String expression) implements Made {}

  /**
   * What stands beside the value in a list of values; NULL stays NULL.
   *
   * @param values by the read value, both in canonical text; null is NULL
   * @param others what all other values become
   */
  record LookedUp(String from, String to, Map<String, @Nullable String> values, Others others)
      implements Made {
    /** In an order of its own, so that it is always printed alike. */
    public LookedUp(String from, String to, Map<String, @Nullable String> values, Others others) {
      this.from = from;
      this.to = to;
      this.values = Collections.unmodifiableMap(new TreeMap<>(values));
      this.others = others;
    }
  }

  /** What becomes of values that a lookup does not name. */
  sealed interface Others extends Serializable {
    /** The row is refused. */
    record Refused() implements Others {}

    /** All become this one; null is NULL. */
    record Become(@Nullable String value) implements Others {}
  }

  /** What a function of the user's own makes of columns that are read. */
  record Called(List<String> from, String to, RowFunction function) implements Made {
    public Called {
      from = List.copyOf(from);
    }

    /** A function is known by its name: every process has an object of its own. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Called called
          && from.equals(called.from)
          && to.equals(called.to)
          && function.name().equals(called.function.name());
    }

    @Override
    public int hashCode() {
      return to.hashCode();
    }

    @Override
    public String toString() {
      return "Called[from=%s, to=%s, function=%s]".formatted(from, to, function.name());
    }
  }

  /**
   * Given when a row is inserted, left alone when it is updated: a column that the other side does
   * not have.
   */
  record WhenMissing(String to, @Nullable String value) implements ColumnMapping {}
}
