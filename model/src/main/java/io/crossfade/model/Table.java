package io.crossfade.model;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A table as its catalog tells it.
 *
 * @param key the primary key's columns, in the key's order; where there is none, those of the
 *     unique index by which the log names old rows
 * @param estimatedRows the planner's estimate; 0 where unknown
 */
public record Table(
    TableName name,
    List<Column> columns,
    List<String> key,
    List<Index> indexes,
    List<Constraint> constraints,
    long estimatedRows)
    implements Serializable {

  public Table {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    indexes = List.copyOf(indexes);
    constraints = List.copyOf(constraints);
  }

  public List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  /** The place of a column, counted from 0. */
  public int indexOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no column " + column + " in " + name);
  }

  public Column column(String column) {
    return columns.get(indexOf(column));
  }

  public List<ForeignKey> foreignKeys() {
    return constraints.stream()
        .filter(ForeignKey.class::isInstance)
        .map(ForeignKey.class::cast)
        .toList();
  }

  public List<Check> checks() {
    return constraints.stream().filter(Check.class::isInstance).map(Check.class::cast).toList();
  }

  /** Empty where the table is not partitioned. */
  public Optional<Partitioning> partitioning() {
    return constraints.stream()
        .filter(Partitioning.class::isInstance)
        .map(Partitioning.class::cast)
        .findFirst();
  }

  /** The same table with other columns. */
  public Table with(List<Column> others) {
    return new Table(name, others, key, indexes, constraints, estimatedRows);
  }

  public boolean has(String column) {
    return columns.stream().anyMatch(c -> c.name().equals(column));
  }
}
