package io.crossfade.memory;

import io.crossfade.model.Position;

/** A place in a server's log: how long the log was there. */
public record MemoryPosition(long value) implements Position {
  private static final long serialVersionUID = 1;

  static MemoryPosition parse(String encoded) {
    try {
      return new MemoryPosition(Long.parseLong(encoded));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a position of a log in memory: " + encoded, e);
    }
  }

  @Override
  public String encode() {
    return Long.toString(value);
  }

  @Override
  public int compareTo(Position other) {
    return Long.compare(value, ((MemoryPosition) other).value);
  }

  @Override
  public String toString() {
    return encode();
  }
}
