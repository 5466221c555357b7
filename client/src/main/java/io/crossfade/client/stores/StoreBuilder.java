package io.crossfade.client.stores;

import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.shadow.ShadowReader;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a routed store is to be. Both sides' stores have to be named, and of each method whether it
 * reads or writes: by {@link Reads} and {@link Writes}, or by name.
 */
public final class StoreBuilder<S> {
  private final RoutedCalls calls;
  private final String name;
  private final Class<S> type;
  private final Set<String> reads = new HashSet<>();
  private final Set<String> writes = new HashSet<>();
  private @Nullable S source;
  private @Nullable S target;
  private @Nullable KeyOf key;
  private @Nullable MirroredWrites mirror;
  private @Nullable ShadowedReads shadow;

  StoreBuilder(RoutedCalls calls, String name, Class<S> type) {
    this.calls = calls;
    this.name = name;
    this.type = type;
  }

  /** The store that works on the source. */
  public StoreBuilder<S> source(S store) {
    source = store;
    return this;
  }

  /** The store that works on the target. */
  public StoreBuilder<S> target(S store) {
    target = store;
    return this;
  }

  /** Finds the key of calls of which no parameter is marked with {@link Key}. */
  public StoreBuilder<S> key(KeyOf finds) {
    key = finds;
    return this;
  }

  /** Methods, by name, that change nothing. */
  public StoreBuilder<S> reads(String... names) {
    Collections.addAll(reads, names);
    return this;
  }

  /** Methods, by name, that may change something. */
  public StoreBuilder<S> writes(String... names) {
    Collections.addAll(writes, names);
    return this;
  }

  /** Brings writes to the other side too, as long as the route says so; see docs/dual-writes.md. */
  public StoreBuilder<S> mirror(DualWriter writer) {
    return mirror(new DualMirror(writer));
  }

  /** Compares some of the reads; see docs/shadow-reads.md. */
  public StoreBuilder<S> shadow(ShadowReader reader) {
    return shadow(new ShadowedBy(reader));
  }

  /** Who brings writes to the other side too, as long as the route says so. */
  public StoreBuilder<S> mirror(MirroredWrites writer) {
    mirror = writer;
    return this;
  }

  /** Who compares some of the reads. */
  public StoreBuilder<S> shadow(ShadowedReads reader) {
    shadow = reader;
    return this;
  }

  /**
   * @throws IllegalArgumentException with every method of which nobody has said what it does, and
   *     whatever else is wrong
   */
  public S build() {
    if (source == null || target == null) {
      throw new IllegalArgumentException(
          "Store \"" + name + "\" needs a store for each side: source(...) and target(...).");
    }
    Map<Method, StoreMethods.Routed> methods =
        new StoreMethods(type, reads, writes).of(List.of(source, target));
    StoreProxy.Parts<S> parts = new StoreProxy.Parts<>(name, source, target, key, mirror, shadow);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new StoreProxy(calls, parts, methods)));
  }
}
