package io.crossfade.engine.mapping;

import io.crossfade.model.ColumnMapping;
import io.crossfade.model.ColumnMapping.Cast;
import io.crossfade.model.ColumnMapping.Converted;
import io.crossfade.model.ColumnMapping.Copied;
import io.crossfade.model.ColumnMapping.Made;
import io.crossfade.model.Mapping;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.model.TableName;
import io.crossfade.transfer.mapping.ReadPlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// How every row is mapped, there and back.
///
/// @param forward source to target; its `to` tables are the target as it has to be
/// @param reverse target to source, for the same tables in the same order; none at all where the
///   manifest gives the rollback after the cutover up
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

  /// Whether what is written on the target after the cutover comes back.
  public boolean hasWayBack() {
    return !reverse.tables().isEmpty();
  }

  public List<Table> sourceTables() {
    return forward.tables().stream().map(TableMapping::from).distinct().toList();
  }

  /// The source's tables with only those columns that are read, or computed on the way back. What a
  /// migration does not touch may be of a kind that cannot be carried.
  public List<Table> touchedSourceTables() {
    Map<TableName, Set<String>> columns = new HashMap<>();
    for (TableMapping table : forward.tables()) {
      Set<String> read = columns.computeIfAbsent(table.from().name(), _ -> new HashSet<>());
      for (ColumnMapping column : ReadPlan.of(table).reading().columns()) {
        if (column instanceof Copied copied) {
          read.add(copied.from());
        } else if (column instanceof Cast cast) {
          read.add(cast.from());
        } else if (column instanceof Converted converted) {
          read.add(converted.from());
        }
      }
    }
    for (TableMapping table : reverse.tables()) {
      Set<String> made = columns.getOrDefault(table.to().name(), new HashSet<>());
      table.columns().stream().filter(Made.class::isInstance).forEach(c -> made.add(c.to()));
    }
    return sourceTables().stream()
        .map(table ->
            table.with(
                table.columns().stream()
                    .filter(c -> columns.getOrDefault(table.name(), Set.of()).contains(c.name()))
                    .toList()))
        .toList();
  }

  /// Each once, also where several of the source become one.
  public List<Table> targetTables() {
    Map<TableName, Table> tables = new LinkedHashMap<>();
    forward.tables().forEach(table -> tables.putIfAbsent(table.to().name(), table.to()));
    return List.copyOf(tables.values());
  }
}
