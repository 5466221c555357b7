package io.crossfade.engine.manifest;

import java.util.List;

/// Which tables are moved, and how their rows change on the way.
///
/// @param rules only for tables that do not move as they are
public record Scope(List<TablePattern> tables, List<TablePattern> exclude, List<TableRule> rules) {
  public Scope {
    tables = List.copyOf(tables);
    exclude = List.copyOf(exclude);
    rules = List.copyOf(rules);
  }
}
