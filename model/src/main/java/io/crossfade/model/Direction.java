package io.crossfade.model;

import java.util.Locale;

/** The way that a change stream runs. */
public enum Direction {
  FORWARD(Side.SOURCE),
  REVERSE(Side.TARGET);

  private final Side from;

  Direction(Side from) {
    this.from = from;
  }

  /** The stream that reads this side's log. */
  public static Direction from(Side side) {
    return side == Side.SOURCE ? FORWARD : REVERSE;
  }

  /** The side whose log is read. */
  public Side from() {
    return from;
  }

  /** The side that is written. */
  public Side to() {
    return from.other();
  }

  public Direction opposite() {
    return this == FORWARD ? REVERSE : FORWARD;
  }

  /** As people read and write it. */
  public String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }
}
