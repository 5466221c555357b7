package io.crossfade.client.dual;

import io.crossfade.model.Side;

/** The application's own write of one side, which issues the item's next version. */
@FunctionalInterface
public interface Work<R, E extends Exception> {
  R on(Side side) throws E;
}
