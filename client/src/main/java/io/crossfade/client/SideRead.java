package io.crossfade.client;

import io.crossfade.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * A read that each side can answer. It changes nothing, so that it may be asked of both, more than
 * once, and on other threads than the caller's.
 */
@FunctionalInterface
public interface SideRead<T extends @Nullable Object, E extends Exception> {
  T from(Side side) throws E;
}
