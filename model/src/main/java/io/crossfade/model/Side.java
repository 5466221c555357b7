package io.crossfade.model;

import java.util.Locale;

/**
 * One of the two databases of a migration. The names never change, whichever side is written at the
 * moment.
 */
public enum Side {
  SOURCE,
  TARGET;

  public Side other() {
    return this == SOURCE ? TARGET : SOURCE;
  }

  /** As people read and write it. */
  public String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }
}
