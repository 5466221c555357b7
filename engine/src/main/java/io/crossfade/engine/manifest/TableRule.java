package io.crossfade.engine.manifest;

import io.crossfade.model.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the rows of one table change on the way.
///
/// @param to the table's name on the target; null keeps it
/// @param columns only those that do not stay as they are
/// @param added columns that the source does not have
public record TableRule(
    TableName table,
    @Nullable TableName to,
    List<ColumnRule> columns,
    List<AddedColumn> added,
    Place at) {
  public TableRule {
    columns = List.copyOf(columns);
    added = List.copyOf(added);
  }
}
