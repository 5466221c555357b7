package io.crossfade.client.dual;

import io.crossfade.model.Side;

/** What a write takes before it is counted as under way, such as a connection. */
@FunctionalInterface
public interface Preparation {
  /** For a write that will probably begin on this side. May come again, with the other side too. */
  void take(Side side);

  /** The write has to wait at a hold, during which mirrors may need what it has taken. */
  default void giveBack() {
    // most take nothing
  }
}
