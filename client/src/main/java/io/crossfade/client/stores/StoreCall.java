package io.crossfade.client.stores;

import org.jspecify.annotations.Nullable;

/** What is done with the store of one side. */
@FunctionalInterface
public interface StoreCall<T extends @Nullable Object, E extends Exception> {
  T call() throws E;
}
