package io.crossfade.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys, over as many leading key columns as the bounds have values.
 *
 * @param from inclusive; null is the beginning
 * @param to exclusive; null is the end
 */
public record KeyRange(@Nullable Key from, @Nullable Key to) implements Serializable {
  public static final KeyRange ALL = new KeyRange(null, null);

  @Override
  public String toString() {
    return "[" + (from == null ? "" : from) + " .. " + (to == null ? "" : to) + ")";
  }
}
