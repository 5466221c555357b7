package io.crossfade.model;

import java.io.Serializable;
import java.util.List;

/** The values of a row's primary key in canonical text form, in the key's order. */
public record Key(List<String> values) implements Serializable {
  public Key {
    values = List.copyOf(values);
  }

  public static Key of(String... values) {
    return new Key(List.of(values));
  }

  @Override
  public String toString() {
    return String.join(",", values);
  }
}
