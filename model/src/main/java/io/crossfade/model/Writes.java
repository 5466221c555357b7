package io.crossfade.model;

/** Who is written, for a whole scope. */
public enum Writes {
  SOURCE,
  /** The source first; the target then gets what the source has. */
  BOTH,
  /** The target first; the source then gets what the target has. */
  BOTH_TARGET_FIRST,
  TARGET;

  /** Both sides, by whoever writes; {@code first} is the one whose word counts. */
  public static Writes both(Side first) {
    return first == Side.SOURCE ? BOTH : BOTH_TARGET_FIRST;
  }

  public static Writes only(Side side) {
    return side == Side.SOURCE ? SOURCE : TARGET;
  }

  /** The side that is written first, or alone: what it says is the truth. */
  public Side authoritative() {
    return this == SOURCE || this == BOTH ? Side.SOURCE : Side.TARGET;
  }

  /** Whether whoever writes has to write the other side as well. */
  public boolean mirrored() {
    return this == BOTH || this == BOTH_TARGET_FIRST;
  }
}
