package io.crossfade.simulation;

/// Something that must never be.
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String row;

  /// @param row as the story names it; empty where it is about no row
  Violation(String row, String what) {
    super(what);
    this.row = row;
  }

  Violation(String what) {
    this("", what);
  }

  String row() {
    return row;
  }
}
