package io.crossfade.client.stores;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What many stores share. */
public interface KeyedStore<K, V> {
  @Reads
  @Nullable V find(@Key K key);

  @Writes
  void save(@Key K key, V value) throws IOException;
}
