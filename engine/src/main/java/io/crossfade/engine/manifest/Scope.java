package io.crossfade.engine.manifest;

import io.crossfade.model.TableName;
import java.util.List;

/// Which tables are moved, and how their rows change on the way.
///
/// @param rules only for tables that do not move as they are
/// @param addedColumns what becomes of columns that the source gets meanwhile
public record Scope(
    List<TablePattern> tables,
    List<TablePattern> exclude,
    List<TableRule> rules,
    AddedColumns addedColumns) {
  public Scope {
    tables = List.copyOf(tables);
    exclude = List.copyOf(exclude);
    rules = List.copyOf(rules);
  }

  /// Whether a table of that name is moved.
  public boolean names(TableName table) {
    return tables.stream().anyMatch(pattern -> pattern.matches(table))
        && exclude.stream().noneMatch(pattern -> pattern.matches(table));
  }
}
