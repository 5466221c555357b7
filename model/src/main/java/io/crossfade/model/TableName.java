package io.crossfade.model;

import java.io.Serializable;

/** A table's name as the catalog spells it, without quotes. */
public record TableName(String schema, String name) implements Serializable, Comparable<TableName> {

  @Override
  public int compareTo(TableName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return schema + "." + name;
  }
}
