package io.crossfade.model;

import java.io.Serializable;
import java.util.List;

/** A secondary index or unique constraint on plain columns. */
public record Index(String name, List<String> columns, boolean unique) implements Serializable {
  public Index {
    columns = List.copyOf(columns);
  }
}
