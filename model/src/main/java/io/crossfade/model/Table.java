package io.crossfade.model;

import java.io.Serializable;
import java.util.List;

/**
 * A table as its catalog tells it.
 *
 * @param key the primary key's columns, in the key's order
 * @param estimatedRows the planner's estimate; 0 where unknown
 */
public record Table(
    TableName name,
    List<Column> columns,
    List<String> key,
    List<Index> indexes,
    List<ForeignKey> foreignKeys,
    long estimatedRows)
    implements Serializable {

  public Table {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    indexes = List.copyOf(indexes);
    foreignKeys = List.copyOf(foreignKeys);
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

  public boolean has(String column) {
    return columns.stream().anyMatch(c -> c.name().equals(column));
  }
}
