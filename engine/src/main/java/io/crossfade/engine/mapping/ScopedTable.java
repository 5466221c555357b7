package io.crossfade.engine.mapping;

import io.crossfade.connector.Proposal;
import io.crossfade.engine.manifest.AddedColumn;
import io.crossfade.engine.manifest.ColumnRule;
import io.crossfade.engine.manifest.ColumnRule.Dropped;
import io.crossfade.engine.manifest.ColumnRule.Kept;
import io.crossfade.engine.manifest.ColumnRule.Made;
import io.crossfade.engine.manifest.ColumnRule.WayBack;
import io.crossfade.engine.manifest.Place;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.engine.manifest.TableRule;
import io.crossfade.model.Column;
import io.crossfade.model.Equality;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.model.values.Kind;
import io.crossfade.transfer.compare.SqlEquality;
import io.crossfade.transfer.mapping.Constants;
import io.crossfade.transfer.mapping.ExpressionProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A table of the source that is moved, and the manifest's rule for it.
///
/// @param offer what the target would have for it, by the names of the source
/// @param rule an empty one, at the place of the pattern, where the manifest says nothing
/// @param split which of several tables this is that the source's becomes
record ScopedTable(Table source, Proposal offer, Dialects dialects, TableRule rule, Split split) {

  Table offered() {
    return offer.table();
  }

  TableName targetName() {
    TableName to = rule.to();
    return to == null ? source.name() : to;
  }

  /// The constant that comes first in the target's key, by which several tables become one.
  Optional<AddedColumn.Constant> discriminator() {
    return rule.added().stream()
        .flatMap(added ->
            added instanceof AddedColumn.Constant constant && constant.inKey()
                ? Stream.of(constant)
                : Stream.empty())
        .findFirst();
  }

  /// Which rows of the target's table are this one's.
  Key slice() {
    return discriminator()
        .map(constant ->
            Key.of(
                Constants.canonical(
                    Objects.requireNonNull(constant.value()),
                    dialects.kinds().apply(constant.type()))))
        .orElse(Key.NONE);
  }

  /// The target's.
  List<String> targetKey() {
    return Stream.concat(
            discriminator().stream().map(AddedColumn.Constant::column),
            targetColumns(source().key()).stream())
        .toList();
  }

  Optional<ColumnRule> ruleOf(String column) {
    return rule.columns().stream().filter(c -> c.column().equals(column)).findFirst();
  }

  /// What the target has nothing for is left out, unless a person says what it is there.
  boolean keeps(String column) {
    return !(ruleOf(column).orElse(null) instanceof Dropped)
        && (offered().has(column) || cast(column) != null)
        && !isComputedOfOthers(column);
  }

  /// Whether the target would compute it of columns that are not there as they were.
  boolean isComputedOfOthers(String column) {
    if (dialects.same() || !offered().has(column) || !offered().column(column).generated()) {
      return false;
    }
    String expression = String.valueOf(offered().column(column).defaultExpression());
    return source.columnNames().stream()
        .anyMatch(name -> expression.contains(name) && !leaves(name));
  }

  /// Whether the manifest says nothing of its name and type.
  private boolean leaves(String column) {
    ColumnRule rule = ruleOf(column).orElse(null);
    return rule == null || rule instanceof Kept kept && kept.cast() == null && kept.to() == null;
  }

  /// The type that a person has written.
  @Nullable String cast(String column) {
    ColumnRule rule = ruleOf(column).orElse(null);
    if (rule instanceof Made made) {
      return made.cast();
    }
    return rule instanceof Kept kept ? kept.cast() : null;
  }

  /// The rule of a column whose values are made anew.
  Optional<Made> made(String column) {
    return ruleOf(column)
        .flatMap(rule -> rule instanceof Made made ? Optional.of(made) : Optional.empty());
  }

  boolean makesAny(List<String> columns) {
    return columns.stream().anyMatch(column -> made(column).isPresent());
  }

  /// Whether a date that is zero becomes NULL.
  boolean zeroAsNull(String column) {
    return ruleOf(column).orElse(null) instanceof Kept kept && kept.zeroAsNull();
  }

  boolean keepsAll(List<String> columns) {
    return columns.stream().allMatch(this::keeps);
  }

  /// Whether each of the columns has the same name and type on the target.
  boolean passesAll(List<String> columns) {
    if (!dialects.same()) {
      return columns.stream().allMatch(c -> keeps(c) && leaves(c));
    }
    return columns.stream()
        .allMatch(c ->
            keeps(c)
                && made(c).isEmpty()
                && targetColumn(c).equals(c)
                && targetType(source.column(c)).equals(source.column(c).type()));
  }

  /// The columns that are moved, generated ones included, in the source's order.
  List<Column> kept() {
    return source.columns().stream().filter(c -> keeps(c.name())).toList();
  }

  /// The target's name of a column that is kept.
  String targetColumn(String column) {
    ColumnRule rule = ruleOf(column).orElse(null);
    String to =
        rule instanceof Made made ? made.to() : rule instanceof Kept kept ? kept.to() : null;
    return to == null ? column : to;
  }

  List<String> targetColumns(List<String> columns) {
    return columns.stream().map(this::targetColumn).toList();
  }

  /// The target's type of a column that is kept.
  String targetType(Column column) {
    String cast = cast(column.name());
    return cast == null ? offered().column(column.name()).type() : cast;
  }

  Kind targetKind(Column column) {
    return cast(column.name()) == null
        ? offered().column(column.name()).kind()
        : dialects.kinds().apply(targetType(column));
  }

  /// When the values of a column are equal. What pads a character comes and goes with its type.
  Equality equality(String column) {
    if (!(ruleOf(column).orElse(null) instanceof Kept kept)) {
      return Equality.EXACT;
    }
    boolean padsOtherwise =
        kept.cast() != null
            && (SqlEquality.isPadded(dialects.kinds().apply(kept.cast()))
                || SqlEquality.isPadded(source.column(column).kind()));
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
    WayBack wayBack =
        switch (ruleOf(column).orElse(null)) {
          case Dropped dropped -> dropped.wayBack();
          case Made made -> made.wayBack();
          case Kept _ -> new WayBack.Unsaid();
          case null -> new WayBack.Unsaid();
        };
    return wayBack instanceof WayBack.Inverse inverse ? inverse.at() : rule.at();
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
