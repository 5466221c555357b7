package io.crossfade.model;

/** Who is written, for a whole scope. */
public enum Writes {
  SOURCE,
  BOTH,
  TARGET
}
