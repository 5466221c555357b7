package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.ColumnRule.Dropped;
import io.crossfade.engine.manifest.ColumnRule.Made;
import io.crossfade.engine.manifest.ColumnRule.WayBack;
import io.crossfade.engine.manifest.Place;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.model.Column;
import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Cast;
import io.crossfade.model.ColumnMapping.Computed;
import io.crossfade.model.ColumnMapping.Converted;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.ColumnMapping.WhenMissing;
import io.crossfade.model.Definition;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Index;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.mapping.Constants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How a target row becomes a source row again. What the target does not have stays as it is on the
/// source.
final class ReverseTable {
  private final ScopedTable table;
  private final Functions functions;
  private final Problems problems;

  private ReverseTable(ScopedTable table, Functions functions, Problems problems) {
    this.table = table;
    this.functions = functions;
    this.problems = problems;
  }

  static TableMapping mapping(
      ScopedTable table, Table target, Functions functions, Problems problems) {
    ReverseTable reverse = new ReverseTable(table, functions, problems);
    reverse.checkUniqueIndexes();
    List<ColumnMapping> columns = new ArrayList<>();
    for (Column column : table.source().columns()) {
      if (!column.generated()) {
        reverse.column(column).ifPresent(columns::add);
      }
    }
    return new TableMapping(
        target,
        table.source(),
        columns,
        table.equality(UnaryOperator.identity()),
        table.slice());
  }

  private Optional<ColumnMapping> column(Column column) {
    if (table.ruleOf(column.name()).orElse(null) instanceof Dropped dropped) {
      return dropped(column, dropped);
    }
    if (table.ruleOf(column.name()).orElse(null) instanceof Made made) {
      return made(column, made);
    }
    if (!table.keeps(column.name())) {
      checkFillsItself(column, table.placeOf(column.name()));
      return Optional.empty();
    }
    String from = table.targetColumn(column.name());
    if (!table.dialects().same()) {
      boolean zeroAsNull = table.zeroAsNull(column.name());
      return Optional.of(
          new Converted(from, table.targetKind(column), column.name(), column.kind(), zeroAsNull));
    }
    String type = table.targetType(column);
    return Optional.of(
        type.equals(column.type())
            ? new Copied(from, column.name())
            : new Cast(from, type, column.name(), column.type()));
  }

  private Optional<ColumnMapping> made(Column column, Made rule) {
    return switch (rule.wayBack()) {
      case WayBack.Unsaid() -> MadeColumns.back(table, column, rule, functions);
      case WayBack.WhenMissing(String value, Place at) ->
          Optional.of(new WhenMissing(column.name(), value(column, value, at)));
      case WayBack.Inverse(String expression, Place _) ->
          Optional.of(new Computed(column.name(), expression));
    };
  }

  private Optional<ColumnMapping> dropped(Column column, Dropped rule) {
    return switch (rule.wayBack()) {
      case WayBack.Unsaid() -> {
        checkFillsItself(column, rule.at());
        yield Optional.empty();
      }
      case WayBack.WhenMissing(String value, Place at) ->
          Optional.of(new WhenMissing(column.name(), value(column, value, at)));
      case WayBack.Inverse(String expression, Place at) ->
          Optional.of(new Computed(column.name(), expression));
    };
  }

  private void checkFillsItself(Column column, Place at) {
    if (column.nullable() || column.defaultExpression() != null || column.identity()) {
      return;
    }
    problems.add(
        ErrorCode.MAPPING_NOT_REVERSIBLE,
        at,
        "column "
            + column.name()
            + " of "
            + table
            + " is dropped, but on the way back a new row needs a value for it (NOT NULL, no default)",
        "write whenMissing: VALUE beside drop, or inverse: EXPRESSION over the target's columns");
  }

  private @Nullable String value(Column column, @Nullable String value, Place at) {
    if (value == null) {
      if (!column.nullable()) {
        problems.add(
            ErrorCode.MAPPING_NOT_REVERSIBLE,
            at,
            "column "
                + column.name()
                + " of "
                + table
                + " is NOT NULL, but its whenMissing is null",
            "give whenMissing a value");
      }
      return null;
    }
    try {
      return Constants.canonical(value, column.kind());
    } catch (IllegalArgumentException e) {
      problems.add(
          ErrorCode.MAPPING_INVALID,
          at,
          "whenMissing of column " + column.name() + " of " + table + " is no " + column.type(),
          "write " + e.getMessage());
      return value;
    }
  }

  /// The second row that comes back would have the same value as the first one.
  private void checkUniqueIndexes() {
    table.source().indexes().stream()
        .filter(i -> i.unique() && isSameInEveryRow(named(i)))
        .forEach(i ->
            problems.add(
                ErrorCode.MAPPING_NOT_REVERSIBLE,
                table.placeOf(named(i).getFirst()),
                "whenMissing gives every new row the same value, but unique index "
                    + i.name()
                    + " of "
                    + table
                    + " allows it once",
                "write inverse: EXPRESSION over the target's columns instead"));
  }

  /// Also what an expression or a condition of it names.
  private static List<String> named(Index index) {
    Definition definition = index.definition();
    return definition == null ? index.columns() : definition.columns();
  }

  private boolean isSameInEveryRow(List<String> columns) {
    return !columns.isEmpty() && columns.stream().allMatch(this::isSameInEveryRow);
  }

  private boolean isSameInEveryRow(String column) {
    return table.ruleOf(column).orElse(null) instanceof Dropped dropped
        && dropped.wayBack() instanceof WayBack.WhenMissing missing
        && missing.value() != null;
  }
}
