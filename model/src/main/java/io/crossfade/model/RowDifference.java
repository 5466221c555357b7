package io.crossfade.model;

import java.io.Serializable;
import java.util.List;

/**
 * One row that differs, proven.
 *
 * @param table the table on the side that is written by Crossfade
 * @param key the row's key there
 * @param columns the columns that differ; empty unless {@code kind} is CHANGED
 */
public record RowDifference(TableName table, Key key, Kind kind, List<String> columns)
    implements Serializable {
  public RowDifference {
    columns = List.copyOf(columns);
  }

  /** Seen from the side that is written by Crossfade. */
  public enum Kind {
    MISSING,
    SURPLUS,
    CHANGED
  }
}
