package io.crossfade.client.stores;

import org.jspecify.annotations.Nullable;

/** Reads that follow the route, and of which some are compared. A {@code ShadowReader} does it. */
@FunctionalInterface
public interface ShadowedReads {
  /**
   * @param name of the read, for people
   */
  <T extends @Nullable Object, E extends Exception> T read(
      String name, @Nullable String key, SideCall<T, E> call) throws E;
}
