package io.crossfade.connector;

import io.crossfade.model.Direction;

/** How a database bears what is done to it. */
public interface Health {
  /**
   * Looks now, by short transactions of which one writes. On a primary only.
   *
   * @param direction of the stream that is read here
   */
  Load load(String migration, Direction direction);
}
