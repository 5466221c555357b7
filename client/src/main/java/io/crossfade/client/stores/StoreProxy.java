package io.crossfade.client.stores;

import io.crossfade.client.stores.StoreMethods.Kind;
import io.crossfade.client.stores.StoreMethods.Routed;
import io.crossfade.model.Side;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store of which each call goes to the store of one side. */
final class StoreProxy implements InvocationHandler {
  /**
   * What one store is made of.
   *
   * @param key where no parameter is marked
   */
  record Parts<S>(
      String name,
      S source,
      S target,
      @Nullable KeyOf key,
      @Nullable MirroredWrites mirror,
      @Nullable ShadowedReads shadow) {
    S on(Side side) {
      return side == Side.SOURCE ? source : target;
    }
  }

  private static final @Nullable Object[] NO_ARGUMENTS = {};

  private final RoutedCalls calls;
  private final Parts<?> parts;
  private final Map<Method, Routed> methods;

  StoreProxy(RoutedCalls calls, Parts<?> parts, Map<Method, Routed> methods) {
    this.calls = calls;
    this.parts = parts;
    this.methods = methods;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    @Nullable Object[] given = arguments == null ? NO_ARGUMENTS : arguments;
    if (method.getDeclaringClass() == Object.class || !methods.containsKey(method)) {
      return ofObject(proxy, method, given);
    }
    Routed routed = Objects.requireNonNull(methods.get(method));
    if (routed.kind() == Kind.COMPOSED) {
      return InvocationHandler.invokeDefault(proxy, method, given);
    }
    try {
      return routed.kind() == Kind.WRITE
          ? calls.write(parts.name(), key(routed, method, given), parts.mirror(), to(method, given))
          : calls.read(
              parts.name() + "." + method.getName(),
              key(routed, method, given),
              parts.shadow(),
              to(method, given));
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private SideCall<@Nullable Object, ReflectiveOperationException> to(
      Method method, @Nullable Object[] arguments) {
    return side -> method.invoke(parts.on(side), arguments);
  }

  private @Nullable String key(Routed routed, Method method, @Nullable Object[] arguments) {
    if (routed.key() >= 0) {
      Object key = arguments[routed.key()];
      return key == null ? null : key.toString();
    }
    return parts.key() == null ? null : parts.key().of(method, arguments);
  }

  @SuppressWarnings("ReferenceEquality") // a proxy equals nothing but itself
  private Object ofObject(Object proxy, Method method, @Nullable Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments[0] == proxy;
      case "hashCode" -> System.identityHashCode(proxy);
      default ->
          "store \"" + parts.name() + "\" of migration " + calls.router().route().migration();
    };
  }
}
