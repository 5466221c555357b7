package io.crossfade.connector;

import io.crossfade.model.TableName;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a table looks to whoever reads its rows and its log, in texts that are only there to be
 * compared.
 *
 * @param columns another one where a column was added, dropped, renamed or made anew, or where its
 *     type, default or nullability changed, or the primary key
 * @param numbers of the columns; begins with the older text unless a column was dropped, or made
 *     anew under its name
 * @param storage another one where all rows were written anew, which no log tells
 * @param parts of a partitioned table: another text where a partition has other bounds or is
 *     another table, and where its rows were written anew
 */
public record Shape(
    TableName table, String columns, String numbers, String storage, Map<TableName, String> parts) {
  public Shape {
    parts = Map.copyOf(parts);
  }

  /** As if it had no other partitions than these. */
  public Shape ofParts(Collection<TableName> some) {
    Map<TableName, String> only = new TreeMap<>(parts);
    only.keySet().retainAll(some);
    return new Shape(table, columns, numbers, storage, only);
  }
}
