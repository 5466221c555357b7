package io.crossfade.model;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The mappings of all tables in scope, in one direction. */
public record Mapping(Direction direction, List<TableMapping> tables) implements Serializable {
  public Mapping {
    tables = List.copyOf(tables);
  }

  /** The first one, which leads where a table becomes several. */
  public Optional<TableMapping> from(TableName table) {
    return tables.stream().filter(t -> t.from().name().equals(table)).findFirst();
  }

  /** What becomes of a table: one table, or several with the same key. */
  public List<TableMapping> allFrom(TableName table) {
    return tables.stream().filter(t -> t.from().name().equals(table)).toList();
  }

  /**
   * By the name under which the chunks of a copy are kept: that of the table that is read, and for
   * what else becomes of it that of the written one, as each is copied by itself.
   */
  public Map<TableName, TableMapping> byChunks() {
    Map<TableName, TableMapping> all = new LinkedHashMap<>();
    for (TableMapping table : tables) {
      if (all.putIfAbsent(table.from().name(), table) != null) {
        all.put(table.to().name(), table);
      }
    }
    return all;
  }
}
