package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.AddedColumn;
import io.crossfade.engine.manifest.ColumnRule;
import io.crossfade.engine.manifest.ColumnRule.Dropped;
import io.crossfade.engine.manifest.ColumnRule.Kept;
import io.crossfade.engine.manifest.Nearest;
import io.crossfade.engine.manifest.Place;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.model.Column;
import io.crossfade.model.Equality;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.values.Kind;
import io.crossfade.transfer.compare.SqlEquality;
import io.crossfade.transfer.mapping.Constants;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Checks the rules of the tables against the tables that are there.
final class RuleCheck {
  private final ScopedTable table;
  private final MadeColumns made;
  private final Problems problems;

  private RuleCheck(ScopedTable table, MadeColumns made, Problems problems) {
    this.table = table;
    this.made = made;
    this.problems = problems;
  }

  /// @param wayBack whether rows have to find their way back too
  static void check(
      List<ScopedTable> scope, Functions functions, boolean wayBack, Problems problems) {
    for (ScopedTable table : scope) {
      MadeColumns made = new MadeColumns(table, functions, wayBack, problems);
      new RuleCheck(table, made, problems).check();
      if (!table.dialects().same()) {
        ConversionCheck.check(table, wayBack, problems);
      }
    }
  }

  private void check() {
    for (ColumnRule rule : table.rule().columns()) {
      if (table.source().has(rule.column())) {
        checkColumn(rule, table.source().column(rule.column()));
      } else {
        add(
            rule.at(),
            table + " has no column " + rule.column(),
            Nearest.suggestion(rule.column(), table.source().columnNames()));
      }
    }
    checkNames();
    table.rule().added().forEach(this::checkAdded);
    table.source().columns().stream().filter(Column::generated).forEach(this::checkGenerated);
  }

  private void checkColumn(ColumnRule named, Column column) {
    boolean inKey = table.source().key().contains(column.name());
    switch (named) {
      case Dropped dropped -> {
        if (inKey) {
          add(
              dropped.at(),
              "column "
                  + column.name()
                  + " is in the primary key of "
                  + table
                  + " and cannot be dropped",
              "keep it: a row on one side must have exactly one counterpart on the other");
        }
      }
      case Kept kept -> {
        if (column.generated() && kept.to() != null) {
          add(
              kept.at(),
              "column "
                  + column.name()
                  + " of "
                  + table
                  + " is generated and cannot be renamed: it is compared by its name",
              "remove to, or drop it and add a column with an expression");
        }
        if (kept.cast() != null) {
          checkCast(column, inKey, kept.cast(), kept.at());
        }
        checkCompare(column, inKey, kept);
      }
      case ColumnRule.Made rule -> made.check(rule, column);
    }
  }

  private void checkCast(Column column, boolean inKey, String cast, Place at) {
    Kind from = column.kind();
    Kind to = table.dialects().kinds().apply(cast);
    String what = "column " + column.name() + " of " + table;
    if (column.generated()) {
      add(
          at,
          what + " is generated and cannot be cast",
          "drop it and add a column with an expression");
    } else if (inKey && table.dialects().same() && !CastRemarks.keepsKeyOrder(from, to)) {
      add(
          at,
          what + " is in the primary key and cannot be cast from " + column.type() + " to " + cast,
          "a key may change among integers, or to a text that is no shorter: only there do both sides order keys alike");
    } else if (column.identity() && to.family() != Kind.Family.INTEGER) {
      add(
          at,
          what + " is numbered by the database and cannot become " + cast,
          "cast it to smallint, integer or bigint");
    }
  }

  private void checkCompare(Column column, boolean inKey, Kept rule) {
    String what = "column " + column.name() + " of " + table;
    if (rule.compare() != Equality.EXACT && inKey) {
      add(
          rule.at(),
          what + " is in the primary key, by which rows are found; it can only be compared exactly",
          "remove compare");
    } else if (rule.compare() == Equality.NEVER && !column.generated()) {
      add(
          rule.at(),
          what + " is written by Crossfade, so it has to be compared",
          "remove compare, or write compare: sql; never is for columns that the databases compute");
    } else if (rule.compare() == Equality.SQL && !isLooser(column)) {
      add(
          rule.at(),
          what + " has a type that is always compared exactly",
          "remove compare; sql is for numeric, double precision, real and character(n)");
    }
  }

  private boolean isLooser(Column column) {
    return SqlEquality.isLooser(column.kind()) || SqlEquality.isLooser(table.targetKind(column));
  }

  private void checkNames() {
    Map<String, String> taken = new HashMap<>();
    for (Column column : table.kept()) {
      String name = table.targetColumn(column.name());
      String other = taken.putIfAbsent(name, column.name());
      if (other != null) {
        Place at = table.placeOf(table.targetColumn(other).equals(other) ? column.name() : other);
        add(
            at,
            "columns "
                + other
                + " and "
                + column.name()
                + " of "
                + table
                + " would both become "
                + name,
            "give one of them another name with to, or drop it");
      }
    }
    for (AddedColumn added : table.rule().added()) {
      String other = taken.putIfAbsent(added.column(), added.column());
      if (other != null) {
        add(
            added.at(),
            "column "
                + added.column()
                + " is added, but column "
                + other
                + " of "
                + table
                + " already has that name",
            "choose another name, or drop or rename column " + other);
      }
    }
  }

  private void checkAdded(AddedColumn added) {
    if (added instanceof AddedColumn.Called called) {
      made.check(called);
    }
    if (!(added instanceof AddedColumn.Constant constant)) {
      return;
    }
    if (constant.value() == null) {
      if (!constant.nullable()) {
        add(
            constant.at(),
            "column " + constant.column() + " is NOT NULL, but its constant is null",
            "give it a value, or take nullable: false away");
      }
      return;
    }
    try {
      Constants.canonical(constant.value(), table.dialects().kinds().apply(constant.type()));
    } catch (IllegalArgumentException e) {
      add(
          constant.at(),
          "the constant of column " + constant.column() + " is no " + constant.type(),
          "write " + e.getMessage());
    }
  }

  /// A generated column's expression is in the database's own language and names the source's
  /// columns.
  private void checkGenerated(Column generated) {
    String expression = generated.defaultExpression();
    if (expression == null || !table.keeps(generated.name())) {
      return;
    }
    for (ColumnRule rule : table.rule().columns().stream().filter(RuleCheck::changes).toList()) {
      boolean named =
          Pattern.compile("\\b" + Pattern.quote(rule.column()) + "\\b").matcher(expression).find();
      if (named && !rule.column().equals(generated.name())) {
        add(
            rule.at(),
            "column "
                + rule.column()
                + " changes, but generated column "
                + generated.name()
                + " of "
                + table
                + " is made of it",
            "drop "
                + generated.name()
                + ", and add it again with an expression where the target needs it");
      }
    }
  }

  /// How a column is compared does not change it.
  private static boolean changes(ColumnRule rule) {
    return !(rule instanceof Kept kept) || kept.to() != null || kept.cast() != null;
  }

  private void add(Place at, String what, String mend) {
    problems.add(ErrorCode.MAPPING_INVALID, at, what, mend);
  }
}
