package io.crossfade.model;

import java.io.Serializable;
import java.util.Comparator;

/**
 * What a thing of a schema is, and how its engine names it: no two have both alike.
 *
 * @param kind in the engine's own words, e.g. {@code view}
 * @param name as the engine spells it, with its schema and, for a function, its arguments
 */
public record ObjectName(String kind, String name) implements Serializable, Comparable<ObjectName> {
  private static final Comparator<ObjectName> ORDER =
      Comparator.comparing(ObjectName::kind).thenComparing(ObjectName::name);

  @Override
  public int compareTo(ObjectName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
