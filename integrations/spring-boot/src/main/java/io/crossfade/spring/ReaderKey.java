package io.crossfade.spring;

import org.jspecify.annotations.Nullable;

/**
 * For whom the current thread works: a customer, a tenant. The same key always reads the same side,
 * and reads what it wrote. A bean of this type is asked for every connection.
 */
@FunctionalInterface
public interface ReaderKey {
  /** Null where work is done for nobody in particular. */
  @Nullable String current();
}
