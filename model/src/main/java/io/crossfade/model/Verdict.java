package io.crossfade.model;

import java.io.Serializable;
import java.util.List;

/**
 * The result of comparing one table, bound to the positions at which it held.
 *
 * @param rows how many rows were compared
 * @param readAt the authoritative side's position up to which it is known to hold
 * @param drift rows that differ, proven not to be lag
 * @param unsettled rows that changed too often to be judged; a verdict with any is not clean
 */
public record Verdict(
    TableName table, long rows, Position readAt, List<RowDifference> drift, List<Key> unsettled)
    implements Serializable {
  public Verdict {
    drift = List.copyOf(drift);
    unsettled = List.copyOf(unsettled);
  }
}
