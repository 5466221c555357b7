package io.crossfade.client.stores;

import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.dual.Item;
import org.jspecify.annotations.Nullable;

/** A DualWriter as a store asks it: the item is the store's name and the key of the call. */
record DualMirror(DualWriter writer) implements MirroredWrites {
  @Override
  public <T extends @Nullable Object, E extends Exception> T write(
      String store, String key, SideCall<T, E> call) throws E {
    return writer.write(new Item(store, key), call::on);
  }
}
