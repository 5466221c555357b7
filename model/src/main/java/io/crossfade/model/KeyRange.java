package io.crossfade.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys, over as many leading key columns as the bounds have values.
 *
 * @param from inclusive; null is the beginning
 * @param to exclusive; null is the end
 * @param within the values with which all its keys begin; of no values where they may be any
 */
public record KeyRange(@Nullable Key from, @Nullable Key to, Key within) implements Serializable {
  public static final KeyRange ALL = new KeyRange(null, null);

  public KeyRange(@Nullable Key from, @Nullable Key to) {
    this(from, to, Key.NONE);
  }

  /** The same range of the keys that have these values before theirs. */
  public KeyRange in(Key slice) {
    return slice.values().isEmpty()
        ? this
        : new KeyRange(
            from == null ? null : slice.then(from), to == null ? null : slice.then(to), slice);
  }

  @Override
  public String toString() {
    return "[" + (from == null ? within : from) + " .. " + (to == null ? within : to) + ")";
  }
}
