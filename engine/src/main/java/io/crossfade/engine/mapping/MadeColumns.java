package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.AddedColumn;
import io.crossfade.engine.manifest.ColumnRule.Made;
import io.crossfade.engine.manifest.ColumnRule.Making;
import io.crossfade.engine.manifest.ColumnRule.WayBack;
import io.crossfade.engine.manifest.Nearest;
import io.crossfade.engine.manifest.Place;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Called;
import io.crossfade.model.ColumnMapping.LookedUp;
import io.crossfade.model.ColumnMapping.Others;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Index;
import io.crossfade.model.RowFunction;
import io.crossfade.model.values.Kind;
import io.crossfade.transfer.mapping.Constants;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Columns whose values a lookup or a function makes anew, there and back.
final class MadeColumns {
  private final ScopedTable table;
  private final Functions functions;
  private final boolean wayBack;
  private final Problems problems;

  MadeColumns(ScopedTable table, Functions functions, boolean wayBack, Problems problems) {
    this.table = table;
    this.functions = functions;
    this.wayBack = wayBack;
    this.problems = problems;
  }

  static ColumnMapping there(ScopedTable table, Column column, Made rule, Functions functions) {
    String to = table.targetColumn(column.name());
    return switch (rule.making()) {
      case Making.Lookup lookup ->
          new LookedUp(
              column.name(),
              to,
              canonical(lookup, column.kind(), table.targetKind(column)),
              others(lookup, table.targetKind(column)));
      case Making.Call call ->
          new Called(List.of(column.name()), to, functions.require(call.function()));
    };
  }

  /// Empty where there is none, which was refused if one is needed.
  static Optional<ColumnMapping> back(
      ScopedTable table, Column column, Made rule, Functions functions) {
    String from = table.targetColumn(column.name());
    return switch (rule.making()) {
      case Making.Lookup lookup -> {
        Map<String, @Nullable String> values = new HashMap<>();
        canonical(lookup, column.kind(), table.targetKind(column))
            .forEach((read, written) -> values.put(Objects.requireNonNull(written), read));
        yield Optional.of(new LookedUp(from, column.name(), values, new Others.Refused()));
      }
      case Making.Call call ->
          functions
              .require(call.function())
              .inverse()
              .map(inverse -> new Called(List.of(from), column.name(), inverse));
    };
  }

  private static Map<String, @Nullable String> canonical(Making.Lookup lookup, Kind from, Kind to) {
    Map<String, @Nullable String> values = new HashMap<>();
    lookup
        .values()
        .forEach((read, written) ->
            values.put(
                Constants.canonical(read, from),
                written == null ? null : Constants.canonical(written, to)));
    return values;
  }

  private static Others others(Making.Lookup lookup, Kind to) {
    return lookup.others() instanceof Others.Become(String value) && value != null
        ? new Others.Become(Constants.canonical(value, to))
        : lookup.others();
  }

  /// Whether a value becomes NULL.
  static boolean mayBeNull(ScopedTable table, Column column) {
    return table
        .made(column.name())
        .filter(rule ->
            rule.making() instanceof Making.Lookup lookup
                && (lookup.values().containsValue(null)
                    || lookup.others().equals(new Others.Become(null))))
        .isPresent();
  }

  void check(AddedColumn.Called added) {
    for (String column : added.of()) {
      if (!table.source().has(column)) {
        add(
            added.at(),
            table + " has no column " + column,
            Nearest.suggestion(column, table.source().columnNames()));
      } else if (table.source().column(column).generated()) {
        add(
            added.at(),
            "column " + column + " of " + table + " is generated, and in no log",
            "give the function what it is made of");
      }
    }
  }

  void check(Made rule, Column column) {
    String what = "column " + column.name() + " of " + table;
    if (table.source().key().contains(column.name())) {
      add(
          rule.at(),
          what + " is in the primary key, by which a row is found on both sides",
          "keep it, and add another column that is made of it");
    } else if (column.generated() || column.identity()) {
      add(
          rule.at(),
          what + (column.generated() ? " is generated" : " is numbered by the database"),
          "drop it, and add a column that is made of it");
    } else if (rule.making() instanceof Making.Lookup lookup) {
      check(lookup, column, what);
    }
    if (wayBack && rule.wayBack() instanceof WayBack.Unsaid) {
      whyNoInverse(rule.making(), column)
          .ifPresent(why ->
              problems.add(
                  ErrorCode.MAPPING_NOT_REVERSIBLE,
                  rule.making().at(),
                  what + " cannot find its way back: " + why,
                  "write inverse: EXPRESSION over the target's columns, or whenMissing: VALUE for new rows"));
    }
  }

  private Optional<String> whyNoInverse(Making making, Column column) {
    return switch (making) {
      case Making.Lookup lookup -> {
        if (lookup.others() instanceof Others.Become) {
          yield Optional.of("otherwise stands for many values");
        }
        yield isOneToOne(lookup, column)
            ? Optional.empty()
            : Optional.of("the lookup makes one value, or NULL, of several");
      }
      case Making.Call call ->
          functions
              .find(call.function())
              .map(RowFunction::inverse)
              .filter(Optional::isEmpty)
              .map(_ -> "function " + call.function() + " has no inverse");
    };
  }

  private void check(Making.Lookup lookup, Column column, String what) {
    if (!hasOneText(column.kind())) {
      add(
          lookup.at(),
          what + " has a type whose values are not found by how they are written: " + column.type(),
          "drop it, and add a column with an expression");
      return;
    }
    Map<String, String> known = new HashMap<>();
    Kind there = table.targetKind(column);
    lookup
        .values()
        .forEach((read, written) -> {
          String value = checked(read, column.kind(), column.type(), lookup, what);
          checked(written, there, table.targetType(column), lookup, what);
          String other = value == null ? null : known.putIfAbsent(value, read);
          if (other != null) {
            add(
                lookup.at(),
                "the lookup of %s names one value twice: %s and %s".formatted(what, other, read),
                "keep one of them");
          }
        });
    if (lookup.others() instanceof Others.Become(String value)) {
      checked(value, there, table.targetType(column), lookup, what);
    }
    boolean unique =
        table.source().indexes().stream()
            .filter(Index::unique)
            .anyMatch(index -> index.columns().equals(List.of(column.name())));
    if (unique && !isOneToOne(lookup, column)) {
      add(
          lookup.at(),
          what + " is unique, and the lookup makes one value of several",
          "give each value another one");
    }
  }

  /// Whether two values never become one, so that each finds its way back.
  private boolean isOneToOne(Making.Lookup lookup, Column column) {
    Set<String> written = new HashSet<>();
    return lookup.others() instanceof Others.Refused
        && lookup.values().values().stream()
            .allMatch(
                value -> value != null && written.add(plain(value, table.targetKind(column))));
  }

  private static String plain(String value, Kind kind) {
    try {
      return Constants.canonical(value, kind);
    } catch (IllegalArgumentException _) {
      return value; // which is told elsewhere
    }
  }

  private @Nullable String checked(
      @Nullable String value, Kind kind, String type, Making.Lookup lookup, String what) {
    try {
      return value == null ? null : Constants.canonical(value, kind);
    } catch (IllegalArgumentException e) {
      add(
          lookup.at(),
          "the lookup of %s has %s, which is no %s".formatted(what, value, type),
          "write " + e.getMessage());
      return null;
    }
  }

  /// Whether equal values are always written alike.
  private static boolean hasOneText(Kind kind) {
    return switch (kind.family()) {
      case INTEGER, FLAG, YEAR, BOOLEAN, TEXT, DATE, ENUMERATION -> true;
      case DECIMAL -> kind.size() > 0;
      case FLOAT, TIMESTAMP, INSTANT, BYTES, TIME, INTERVAL, JSON, UUID, BITS, SET, OPAQUE -> false;
    };
  }

  private void add(Place at, String what, String mend) {
    problems.add(ErrorCode.MAPPING_INVALID, at, what, mend);
  }
}
