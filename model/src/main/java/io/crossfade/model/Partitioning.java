package io.crossfade.model;

import java.util.List;

/**
 * That each row of a table lies in one of its partitions.
 *
 * @param by how the table itself is partitioned
 * @param partitions each after its parent
 */
public record Partitioning(Definition by, List<Partition> partitions) implements Constraint {
  public Partitioning {
    partitions = List.copyOf(partitions);
  }

  /** A table has one at most, which no engine gives a name. */
  @Override
  public String name() {
    return "partitions";
  }
}
