package io.crossfade.transfer.compare;

import io.crossfade.model.Position;

/** How a comparison tells lag from drift. */
@FunctionalInterface
public interface Sync {
  /**
   * Returns once the written side has everything that was committed on the other side before this
   * call, and up to which position that is.
   */
  Position catchUp();
}
