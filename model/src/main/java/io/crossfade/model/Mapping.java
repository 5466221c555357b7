package io.crossfade.model;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** The mappings of all tables in scope, in one direction. */
public record Mapping(Direction direction, List<TableMapping> tables) implements Serializable {
  public Mapping {
    tables = List.copyOf(tables);
  }

  public Optional<TableMapping> from(TableName table) {
    return tables.stream().filter(t -> t.from().name().equals(table)).findFirst();
  }
}
