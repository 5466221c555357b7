package io.crossfade.engine.manifest;

import io.crossfade.model.Equality;
import io.crossfade.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

  /// The columns of which something is said of when their values are equal, each with its rule.
  public List<String> comparedOtherwise() {
    List<String> columns = new ArrayList<>();
    for (TableRule table : rules) {
      for (ColumnRule column : table.columns()) {
        if (column instanceof ColumnRule.Kept kept && kept.compare() != Equality.EXACT) {
          columns.add(
              "%s.%s %s"
                  .formatted(
                      table.table(),
                      kept.column(),
                      kept.compare().name().toLowerCase(Locale.ROOT)));
        }
      }
    }
    return columns.stream().sorted().toList();
  }

  /// Whether a table of that name is moved.
  public boolean names(TableName table) {
    return tables.stream().anyMatch(pattern -> pattern.matches(table))
        && exclude.stream().noneMatch(pattern -> pattern.matches(table));
  }
}
