package io.crossfade.client.stores;

import io.crossfade.model.Side;
import org.jspecify.annotations.Nullable;

/** What is done on one side. */
@FunctionalInterface
public interface SideCall<T extends @Nullable Object, E extends Exception> {
  T on(Side side) throws E;
}
