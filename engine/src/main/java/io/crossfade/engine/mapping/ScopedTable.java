package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.AddedColumn;
import io.crossfade.engine.manifest.ColumnRule;
import io.crossfade.engine.manifest.ColumnRule.Dropped;
import io.crossfade.engine.manifest.ColumnRule.Kept;
import io.crossfade.engine.manifest.ColumnRule.WayBack;
import io.crossfade.engine.manifest.Place;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.engine.manifest.TableRule;
import io.crossfade.model.Column;
import io.crossfade.model.Equality;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.transfer.compare.SqlEquality;
import io.crossfade.transfer.mapping.ExpressionProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A table of the source that is moved, and the manifest's rule for it.
///
/// @param rule an empty one, at the place of the pattern, where the manifest says nothing
record ScopedTable(Table source, TableRule rule) {

  TableName targetName() {
    TableName to = rule.to();
    return to == null ? source.name() : to;
  }

  Optional<ColumnRule> ruleOf(String column) {
    return rule.columns().stream().filter(c -> c.column().equals(column)).findFirst();
  }

  boolean keeps(String column) {
    return !(ruleOf(column).orElse(null) instanceof Dropped);
  }

  boolean keepsAll(List<String> columns) {
    return columns.stream().allMatch(this::keeps);
  }

  /// Whether each of the columns has the same name and type on the target.
  boolean passesAll(List<String> columns) {
    return columns.stream()
        .allMatch(c ->
            keeps(c)
                && targetColumn(c).equals(c)
                && targetType(source.column(c)).equals(source.column(c).type()));
  }

  /// The columns that are moved, generated ones included, in the source's order.
  List<Column> kept() {
    return source.columns().stream().filter(c -> keeps(c.name())).toList();
  }

  /// The target's name of a column that is kept.
  String targetColumn(String column) {
    return ruleOf(column).orElse(null) instanceof Kept kept && kept.to() != null
        ? kept.to()
        : column;
  }

  List<String> targetColumns(List<String> columns) {
    return columns.stream().map(this::targetColumn).toList();
  }

  /// The target's type of a column that is kept.
  String targetType(Column column) {
    return ruleOf(column.name()).orElse(null) instanceof Kept kept && kept.cast() != null
        ? kept.cast()
        : column.type();
  }

  /// When the values of a column are equal. What pads a character comes and goes with its type.
  Equality equality(String column) {
    if (!(ruleOf(column).orElse(null) instanceof Kept kept)) {
      return Equality.EXACT;
    }
    boolean padsOtherwise =
        kept.cast() != null
            && (SqlEquality.isPadded(kept.cast())
                || SqlEquality.isPadded(source.column(column).type()));
    return padsOtherwise && kept.compare() == Equality.EXACT ? Equality.SQL : kept.compare();
  }

  /// What is not compared exactly, by what the written side calls it.
  Map<String, Equality> equality(UnaryOperator<String> name) {
    Map<String, Equality> equality = new HashMap<>();
    for (ColumnRule column : rule.columns()) {
      if (equality(column.column()) != Equality.EXACT) {
        equality.put(name.apply(column.column()), equality(column.column()));
      }
    }
    return equality;
  }

  Place placeOf(String column) {
    return ruleOf(column).map(ColumnRule::at).orElse(rule.at());
  }

  Place placeOfAdded(String column) {
    return rule.added().stream()
        .filter(a -> a.column().equals(column))
        .map(AddedColumn::at)
        .findFirst()
        .orElse(rule.at());
  }

  Place placeOfInverse(String column) {
    return ruleOf(column).orElse(null) instanceof Dropped dropped
            && dropped.wayBack() instanceof WayBack.Inverse inverse
        ? inverse.at()
        : rule.at();
  }

  void report(ExpressionProblem problem, Place at, Problems problems) {
    String where = "the expression of column " + problem.column() + " of " + problem.table();
    problems.add(
        ErrorCode.MAPPING_INVALID,
        at,
        where + " is wrong at " + problem.where() + ": " + problem.what(),
        problem.mend());
  }

  @Override
  public String toString() {
    return source.name().toString();
  }
}
