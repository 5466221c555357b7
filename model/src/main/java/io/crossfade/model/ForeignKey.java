package io.crossfade.model;

import java.util.List;

/**
 * A foreign key.
 *
 * @param actions what follows the column lists, in the engine's spelling, e.g. {@code ON DELETE
 *     CASCADE}; may be empty
 */
public record ForeignKey(
    String name,
    List<String> columns,
    TableName references,
    List<String> referencedColumns,
    String actions)
    implements Constraint {
  public ForeignKey {
    columns = List.copyOf(columns);
    referencedColumns = List.copyOf(referencedColumns);
  }
}
