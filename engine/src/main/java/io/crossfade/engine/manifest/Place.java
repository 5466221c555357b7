package io.crossfade.engine.manifest;

/// A place in a manifest, so that an error found late can still point at its cause. Counted from 1.
public record Place(String file, int line, int column) implements Comparable<Place> {

  @Override
  public int compareTo(Place other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
