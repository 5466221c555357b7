package io.crossfade.client.stores;

import org.jspecify.annotations.Nullable;

/**
 * Writes of items that have to be on both sides: the side whose word counts first, by the given
 * call, then the other. A {@code DualWriter} does it, given to a store by {@code mirror}.
 */
@FunctionalInterface
public interface MirroredWrites {
  /**
   * Carries out the call within a transaction of its router, and sees to the other side.
   *
   * @param store under which name both sides have the item
   */
  <T extends @Nullable Object, E extends Exception> T write(
      String store, String key, SideCall<T, E> call) throws E;
}
