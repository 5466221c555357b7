package io.crossfade.engine.manifest;

import io.crossfade.model.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the rows of one table change on the way.
///
/// @param to the table's name on the target; null keeps it
/// @param columns only those that do not stay as they are
/// @param added columns that the source does not have
/// @param parts what else becomes of the table
public record TableRule(
    TableName table,
    @Nullable TableName to,
    List<ColumnRule> columns,
    List<AddedColumn> added,
    List<Part> parts,
    Place at) {
  /// Another table of the target, with the same key.
  ///
  /// @param columns of the source, which go there and not into the first table
  public record Part(TableName to, List<String> columns, Place at) {
    public Part {
      columns = List.copyOf(columns);
    }
  }

  public TableRule {
    columns = List.copyOf(columns);
    added = List.copyOf(added);
    parts = List.copyOf(parts);
  }
}
