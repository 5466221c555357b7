package io.crossfade.transfer.stitch;

import io.crossfade.connector.Database;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a real database and lets a test act around chosen calls, to hold an interleaving at
 * a point. A call is named by interface and method, as in {@code Log.awaitVisible}; calls without a
 * hook go straight through.
 */
final class Hooks {
  /** What a test does around a call. */
  interface Hook {
    @Nullable Object around(Call call) throws Throwable;
  }

  /** The call itself. */
  interface Call {
    Object[] arguments();

    @Nullable Object proceed() throws Throwable;
  }

  private static final Object[] NONE = {};

  private final Map<String, Hook> hooks = new ConcurrentHashMap<>();

  void on(String call, Hook hook) {
    hooks.put(call, hook);
  }

  void before(String call, Runnable action) {
    on(
        call,
        c -> {
          action.run();
          return c.proceed();
        });
  }

  void after(String call, Runnable action) {
    on(
        call,
        c -> {
          Object result = c.proceed();
          action.run();
          return result;
        });
  }

  void clear() {
    hooks.clear();
  }

  Database around(Database real) {
    return wrap(Database.class, real);
  }

  /** Whatever a capability returns that is a capability itself is wrapped too. */
  private <T> T wrap(Class<T> type, Object real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                call(type, real, method, arguments == null ? NONE : arguments)));
  }

  private @Nullable Object call(Class<?> type, Object real, Method method, Object[] arguments)
      throws Throwable {
    Hook hook = hooks.get(type.getSimpleName() + "." + method.getName());
    Call call = call(real, method, arguments);
    Object result = hook == null ? call.proceed() : hook.around(call);
    Class<?> returned = method.getReturnType();
    boolean isCapability =
        returned.isInterface() && returned.getPackageName().equals("io.crossfade.connector");
    return result != null
            && isCapability
            && !returned.getSimpleName().equals("KeyOrder")
            && !returned.getSimpleName().equals("Applied")
        ? wrap(returned, result)
        : result;
  }

  private static Call call(Object real, Method method, Object[] arguments) {
    return new Call() {
      @Override
      public Object[] arguments() {
        return arguments;
      }

      @Override
      public @Nullable Object proceed() throws Throwable {
        try {
          return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause() == null ? e : e.getCause();
        }
      }
    };
  }
}
