package io.crossfade.client.stores;

import io.crossfade.client.shadow.ShadowReader;
import org.jspecify.annotations.Nullable;

/** A ShadowReader as a store asks it. */
record ShadowedBy(ShadowReader reader) implements ShadowedReads {
  @Override
  public <T extends @Nullable Object, E extends Exception> T read(
      String name, @Nullable String key, SideCall<T, E> call) throws E {
    return reader.read(name, key, call::on);
  }
}
