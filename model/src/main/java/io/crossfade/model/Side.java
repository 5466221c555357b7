package io.crossfade.model;

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
}
