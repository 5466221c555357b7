package io.crossfade.client.shadow;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Walks through two answers and notes where they differ. Of use once. */
final class Differ {
  /** Enough for all bugs that meet in one answer. */
  private static final int MOST = 8;

  private static final int DEEPEST = 40;
  private static final int FEWEST_FIELDS = 3;

  private final Comparison comparison;
  private int depth;

  Differ(Comparison comparison) {
    this.comparison = comparison;
  }

  List<Difference> differences(@Nullable Object primary, @Nullable Object candidate) {
    List<Difference> found = new ArrayList<>();
    compare("", primary, candidate, found);
    return found;
  }

  boolean equal(String path, @Nullable Object primary, @Nullable Object candidate) {
    return at(path, primary, candidate).isEmpty();
  }

  List<Difference> at(String path, @Nullable Object primary, @Nullable Object candidate) {
    List<Difference> found = new ArrayList<>();
    compare(path, primary, candidate, found);
    return found;
  }

  private void compare(
      String path, @Nullable Object a, @Nullable Object b, List<Difference> found) {
    if (found.size() >= MOST || comparison.ignores(path)) {
      return;
    }
    if (a == null || b == null) {
      if (a != null || b != null) {
        found.add(new Difference(path, nullKind(a, b), a, b));
      }
      return;
    }
    Boolean judged = comparison.judged(path, a, b);
    if (judged != null) {
      if (!judged) {
        found.add(new Difference(path, byRule(a, b), a, b));
      }
      return;
    }
    if (++depth > DEEPEST) {
      throw Incomparable.at("", a.getClass(), "lies too deep, or within itself");
    }
    inside(path, a, b, found);
    depth--;
  }

  private static Kind byRule(Object a, Object b) {
    return a instanceof Number && b instanceof Number ? Kinds.of(a, b) : Kind.BY_RULE;
  }

  private static Kind nullKind(@Nullable Object a, @Nullable Object b) {
    if (isBlank(a) || isBlank(b)) {
      return Kind.EMPTY;
    }
    return b == null ? Kind.NULL : Kind.NOT_NULL;
  }

  private static boolean isBlank(@Nullable Object value) {
    return value instanceof CharSequence text && text.toString().isBlank();
  }

  private void inside(String path, Object a, Object b, List<Difference> found) {
    refuse(path, a);
    refuse(path, b);
    if (a.equals(b)) {
      return;
    }
    Map<String, ?> fields = fields(path, a);
    Map<String, ?> others = fields(path, b);
    List<?> left = elements(a);
    List<?> right = elements(b);
    if (fields != null && others != null) {
      compareFields(path, fields, others, found);
    } else if (a instanceof Optional<?> x && b instanceof Optional<?> y) {
      compare(path, x.orElse(null), y.orElse(null), found);
    } else if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      compareMaps(path, x, y, found);
    } else if (left != null && right != null) {
      boolean ordered = !(a instanceof Set) && !(b instanceof Set);
      new Elements(this, path, ordered && !comparison.isUnordered(path))
          .compare(left, right, found);
    } else {
      compareValues(path, a, b, found);
    }
  }

  /** What is empty once it has been looked into belongs to the caller alone. */
  static void refuse(String path, Object value) {
    if (value instanceof BaseStream
        || value instanceof Iterator
        || value instanceof java.io.Closeable
        || value instanceof java.sql.ResultSet
        || value instanceof Flow.Publisher
        || value instanceof Future) {
      throw Incomparable.at(
          path, value.getClass(), "can be read once, by the caller: answer with a collection");
    }
  }

  private @Nullable Map<String, ?> fields(String path, Object object) {
    Map<String, ?> viewed = comparison.viewed(object);
    if (viewed != null) {
      return viewed;
    }
    if (object instanceof Record record) {
      return RecordFields.of(path, record);
    }
    return object instanceof Map<?, ?> map && comparison.namesKeys() ? row(map) : null;
  }

  private static Map<String, ?> row(Map<?, ?> map) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    map.forEach((key, value) -> row.put(String.valueOf(key), value));
    return row;
  }

  private void compareFields(
      String path, Map<String, ?> a, Map<String, ?> b, List<Difference> found) {
    List<Difference> differences = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(a.keySet());
    names.addAll(b.keySet());
    int compared = 0;
    int different = 0;
    for (String name : names) {
      String field = path.isEmpty() ? name : path + "." + name;
      if (comparison.ignores(field)) {
        continue;
      }
      compared++;
      int before = differences.size();
      if (a.containsKey(name) && b.containsKey(name)) {
        differences.addAll(at(field, a.get(name), b.get(name)));
      } else {
        Kind kind = a.containsKey(name) ? Kind.MISSING : Kind.EXTRA;
        differences.add(new Difference(field, kind, a.get(name), b.get(name)));
      }
      different += differences.size() > before ? 1 : 0;
    }
    if (compared >= FEWEST_FIELDS && different == compared) {
      found.add(new Difference(path, Kind.OTHER_RECORD, a, b));
    } else {
      found.addAll(differences.subList(0, Math.min(differences.size(), MOST - found.size())));
    }
  }

  private void compareMaps(String path, Map<?, ?> a, Map<?, ?> b, List<Difference> found) {
    String values = path + "{}";
    a.forEach((key, value) -> {
      if (b.containsKey(key)) {
        compare(values, value, b.get(key), found);
      } else if (found.size() < MOST) {
        found.add(new Difference(values, Kind.MISSING, value, null));
      }
    });
    b.forEach((key, value) -> {
      if (!a.containsKey(key) && found.size() < MOST) {
        found.add(new Difference(values, Kind.EXTRA, null, value));
      }
    });
  }

  private static @Nullable List<?> elements(Object object) {
    if (object instanceof Collection<?> collection) {
      return new ArrayList<>(collection);
    }
    if (!object.getClass().isArray() || object instanceof byte[]) {
      return null;
    }
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(object); i++) {
      elements.add(Array.get(object, i));
    }
    return elements;
  }

  private static void compareValues(String path, Object a, Object b, List<Difference> found) {
    if (!sameBytes(a, b) && !sameText(a, b) && !sameNumber(a, b)) {
      requireEquals(path, a);
      found.add(new Difference(path, Kinds.of(a, b), a, b));
    }
  }

  private static boolean sameBytes(Object a, Object b) {
    return a instanceof byte[] x && b instanceof byte[] y && Arrays.equals(x, y);
  }

  private static boolean sameText(Object a, Object b) {
    return a instanceof CharSequence
        && b instanceof CharSequence
        && a.toString().equals(b.toString());
  }

  private static boolean sameNumber(Object a, Object b) {
    return a instanceof Number
        && b instanceof Number
        && Numbers.apart(a, b).map(apart -> apart.signum() == 0).orElse(false);
  }

  private static void requireEquals(String path, Object value) {
    try {
      Class<?> type = value.getClass();
      if (!type.isArray()
          && type.getMethod("equals", Object.class).getDeclaringClass() == Object.class
          && !(value instanceof Enum)) {
        throw Incomparable.at(path, type, "has no equals of its own: give the comparison a view");
      }
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every object has equals", e);
    }
  }
}
