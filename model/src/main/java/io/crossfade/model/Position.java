package io.crossfade.model;

import java.io.Serializable;

/**
 * A place in a database's log. Opaque: only positions of one stream may be compared, and only the
 * connector that made it can read its text.
 */
public interface Position extends Comparable<Position>, Serializable {
  /** The text from which the connector makes an equal position again. */
  String encode();

  default boolean isAtLeast(Position other) {
    return compareTo(other) >= 0;
  }
}
