package io.crossfade.client.stores;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

/** Which methods of a store read and which write, and where their keys are. */
final class StoreMethods {
  /** What one method does. */
  enum Kind {
    READ,
    WRITE,
    /** A default method over the others: its calls are routed one by one. */
    COMPOSED
  }

  /**
   * @param key the parameter that is the key, or -1
   */
  record Routed(Kind kind, int key) {}

  private final Class<?> type;
  private final Set<String> reads;
  private final Set<String> writes;
  private final List<String> mistakes = new ArrayList<>();

  StoreMethods(Class<?> type, Set<String> reads, Set<String> writes) {
    this.type = type;
    this.reads = reads;
    this.writes = writes;
  }

  /**
   * @param stores of both sides
   * @throws IllegalArgumentException with everything that is wrong
   */
  Map<Method, Routed> of(List<?> stores) {
    if (!type.isInterface() || !Modifier.isPublic(type.getModifiers())) {
      throw new IllegalArgumentException(
          type.getName() + " is no public interface; only such a one can be routed.");
    }
    Map<Method, Routed> routed = new HashMap<>();
    Set<String> unknown = new HashSet<>(reads);
    unknown.addAll(writes);
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && !isOfObject(method)) {
        unknown.remove(method.getName());
        routed.put(method, new Routed(kind(method, stores), key(method)));
      }
    }
    unknown.forEach(name -> mistakes.add("there is no method " + name));
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(
          type.getName() + " cannot be routed: " + String.join("; ", mistakes) + ".");
    }
    return routed;
  }

  private Kind kind(Method method, List<?> stores) {
    boolean read = reads.contains(method.getName()) || method.isAnnotationPresent(Reads.class);
    boolean write = writes.contains(method.getName()) || method.isAnnotationPresent(Writes.class);
    if (read && write) {
      mistakes.add(method + " is said to read and to write");
    } else if (write && isUnfinished(method.getReturnType())) {
      mistakes.add(
          method
              + " writes and returns before it has; wait for its end within it, so that a hold can");
    } else if (!read && !write && !method.isDefault()) {
      mistakes.add(
          method
              + " neither reads nor writes; mark it with @Reads or @Writes, or name it in the builder");
    } else if (!read && !write && stores.stream().anyMatch(store -> overrides(store, method))) {
      mistakes.add(
          method
              + " is default, neither reads nor writes, and a store has its own; mark it with @Reads or @Writes");
    }
    return write ? Kind.WRITE : read ? Kind.READ : Kind.COMPOSED;
  }

  private int key(Method method) {
    Parameter[] parameters = method.getParameters();
    int found = -1;
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].isAnnotationPresent(Key.class)) {
        if (found >= 0) {
          mistakes.add(method + " has two keys; mark one parameter, or give a key(...)");
        }
        if (parameters[i].getType().isArray()) {
          mistakes.add(method + " has an array as its key, which has no text; give a key(...)");
        }
        found = i;
      }
    }
    return found;
  }

  /** What it does goes on after it has returned. */
  private static boolean isUnfinished(Class<?> answer) {
    return Future.class.isAssignableFrom(answer)
        || CompletionStage.class.isAssignableFrom(answer)
        || Flow.Publisher.class.isAssignableFrom(answer)
        || answer.getName().startsWith("reactor.core.publisher.")
        || answer.getName().equals("org.reactivestreams.Publisher");
  }

  private static boolean overrides(Object store, Method method) {
    if (method.isBridge()) {
      return false; // it only calls the one with the narrower types
    }
    try {
      Method own = store.getClass().getMethod(method.getName(), method.getParameterTypes());
      return !own.isDefault();
    } catch (NoSuchMethodException e) {
      return false; // a class that hides it has none of its own
    }
  }

  private static boolean isOfObject(Method method) {
    try {
      Method same = Object.class.getMethod(method.getName(), method.getParameterTypes());
      return same.getReturnType() == method.getReturnType();
    } catch (NoSuchMethodException e) {
      return false; // the usual one
    }
  }
}
