package io.crossfade.engine.mapping;

import io.crossfade.model.Mapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// How every row is mapped, there and back.
///
/// @param forward source to target; its `to` tables are the target as it has to be
/// @param reverse target to source, for the same tables in the same order
/// @param remarks what a user should know and need not mend: an index that is not carried, for
///   instance
/// @param types how the target spells each type of its tables; empty before it was asked
public record MappingPlan(
    Mapping forward, Mapping reverse, List<String> remarks, Map<String, String> types) {
  public MappingPlan {
    remarks = List.copyOf(remarks);
    types = Map.copyOf(types);
  }

  /// The same plan, with the target's types as the target itself spells them.
  public MappingPlan spelledBy(UnaryOperator<String> target) {
    TargetSpelling spelling = new TargetSpelling(target);
    Mapping there =
        new Mapping(forward.direction(), forward.tables().stream().map(spelling::forward).toList());
    Mapping back =
        new Mapping(reverse.direction(), reverse.tables().stream().map(spelling::reverse).toList());
    return new MappingPlan(there, back, remarks, spelling.known());
  }

  public List<Table> sourceTables() {
    return forward.tables().stream().map(TableMapping::from).toList();
  }

  public List<Table> targetTables() {
    return forward.tables().stream().map(TableMapping::to).toList();
  }
}
