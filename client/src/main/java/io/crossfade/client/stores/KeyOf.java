package io.crossfade.client.stores;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Finds the key of a call where no parameter is it, e.g. within an object that is saved. */
@FunctionalInterface
public interface KeyOf {
  /** Its text, or null where there is none. */
  @Nullable String of(Method method, @Nullable Object[] arguments);
}
