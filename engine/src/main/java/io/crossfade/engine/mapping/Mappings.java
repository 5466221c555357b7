package io.crossfade.engine.mapping;

import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.manifest.Problems;
import io.crossfade.engine.manifest.ReverseMode;
import io.crossfade.model.Direction;
import io.crossfade.model.Mapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.transfer.mapping.ExpressionCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes the mapping plan, or says everything that stands against it at once.
public final class Mappings {
  private Mappings() {}

  /// @param source all tables of the source, as its catalog tells them
  /// @param dialects what the target makes of them
  /// @throws io.crossfade.model.CrossfadeException MAPPING_INVALID or MAPPING_NOT_REVERSIBLE, one
  ///   line per problem
  public static MappingPlan plan(Manifest manifest, List<Table> source, Dialects dialects) {
    Problems problems = new Problems();
    List<ScopedTable> scope =
        new ScopeResolution(manifest.scope(), source, dialects, problems).tables();
    boolean wayBack = manifest.course().reverse() != ReverseMode.NONE;
    Functions functions = Functions.of(manifest.scope(), problems);
    RuleCheck.check(scope, functions, wayBack, problems);
    SplitCheck.checkNames(scope, problems);
    MergeCheck.check(scope, problems);
    if (wayBack) {
      scope.forEach(table -> SplitCheck.checkWayBack(table, problems));
    }
    problems.throwIfAny();

    List<String> remarks = new ArrayList<>();
    List<Table> targets = new TargetTables(scope, remarks, problems).tables();
    List<TableMapping> forward = new ArrayList<>();
    List<TableMapping> reverse = new ArrayList<>();
    for (int i = 0; i < scope.size(); i++) {
      ScopedTable table = scope.get(i);
      forward.add(ForwardTable.mapping(table, targets.get(i), functions));
      if (wayBack) {
        reverse.add(ReverseTable.mapping(table, targets.get(i), functions, problems));
      }
    }
    checkExpressions(scope, forward, reverse, problems);
    problems.throwIfAny();
    return new MappingPlan(
        new Mapping(Direction.FORWARD, forward),
        new Mapping(Direction.REVERSE, reverse),
        remarks.stream().distinct().toList(),
        Map.of());
  }

  private static void checkExpressions(
      List<ScopedTable> scope,
      List<TableMapping> forward,
      List<TableMapping> reverse,
      Problems problems) {
    for (int i = 0; i < forward.size(); i++) {
      ScopedTable table = scope.get(i);
      ExpressionCheck.problems(forward.get(i))
          .forEach(p -> table.report(p, table.placeOfAdded(p.column()), problems));
    }
    for (int i = 0; i < reverse.size(); i++) {
      ScopedTable table = scope.get(i);
      ExpressionCheck.problems(reverse.get(i))
          .forEach(p -> table.report(p, table.placeOfInverse(p.column()), problems));
    }
  }
}
