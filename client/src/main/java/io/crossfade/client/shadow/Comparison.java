package io.crossfade.client.shadow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What makes two answers equal. Each rule makes a new comparison; a path names a field with {@code
 * []} for the elements of a collection and {@code {}} for the values of a map ({@code
 * items[].price}), and {@code *} in it stands for anything.
 *
 * <p>Records, collections, maps, arrays and {@code Optional}s are looked into. Numbers are equal by
 * their value, whatever their class. All else is equal by {@code equals}; what has none of its own
 * needs a {@link #viewing} or {@link #using}. Streams and the like are refused by name, for looking
 * into them would take them from the caller.
 */
public final class Comparison {
  /** No exceptions, no tolerance; collections but sets are ordered. */
  public static final Comparison EXACT =
      new Comparison(List.of(), List.of(), List.of(), List.of(), false);

  private final List<Predicate<String>> ignored;
  private final List<Predicate<String>> unordered;
  private final List<Rule> rules;
  private final List<View> views;
  private final boolean mapsAreRows;

  private Comparison(
      List<Predicate<String>> ignored,
      List<Predicate<String>> unordered,
      List<Rule> rules,
      List<View> views,
      boolean mapsAreRows) {
    this.ignored = ignored;
    this.unordered = unordered;
    this.rules = rules;
    this.views = views;
    this.mapsAreRows = mapsAreRows;
  }

  /** Equality of its own for values of a type, at some paths. */
  private record Rule(Predicate<String> paths, Class<?> type, BiPredicate<Object, Object> equal) {
    boolean covers(String path, Object primary, Object candidate) {
      return type.isInstance(primary) && type.isInstance(candidate) && paths.test(path);
    }
  }

  /** How to look into objects of a type. */
  private record View(Class<?> type, Function<Object, Map<String, ?>> fields) {}

  public Comparison ignoring(String path) {
    return ignoring(pattern(path));
  }

  public Comparison ignoring(Predicate<String> paths) {
    return new Comparison(with(ignored, paths), unordered, rules, views, mapsAreRows);
  }

  /** The order of the elements of these collections means nothing. */
  public Comparison unordered(String path) {
    return new Comparison(ignored, with(unordered, pattern(path)), rules, views, mapsAreRows);
  }

  /** Numbers at this path may be so far apart. */
  public Comparison tolerating(String path, BigDecimal atMost) {
    return rule(
        pattern(path),
        Number.class,
        (a, b) -> Numbers.apart(a, b).map(d -> d.compareTo(atMost) <= 0).orElse(a.equals(b)));
  }

  /** Equality of its own for what is at this path. */
  public Comparison using(String path, BiPredicate<Object, Object> equal) {
    return rule(pattern(path), Object.class, equal);
  }

  /** Equality of its own for all values of a type. */
  public <T> Comparison using(Class<T> type, BiPredicate<T, T> equal) {
    return rule(path -> true, type, (a, b) -> equal.test(type.cast(a), type.cast(b)));
  }

  /** Looks into objects of a type by these fields of theirs. */
  public <T> Comparison viewing(Class<T> type, Function<T, Map<String, ?>> fields) {
    View view = new View(type, object -> fields.apply(type.cast(object)));
    return new Comparison(ignored, unordered, rules, with(views, view), mapsAreRows);
  }

  /**
   * The keys of maps are names of fields, as in a row of a result. Else they are taken for data,
   * and never told to anybody.
   */
  public Comparison mapsAreRows() {
    return new Comparison(ignored, unordered, rules, views, true);
  }

  private Comparison rule(
      Predicate<String> paths, Class<?> type, BiPredicate<Object, Object> equal) {
    return new Comparison(
        ignored, unordered, with(rules, new Rule(paths, type, equal)), views, mapsAreRows);
  }

  /** What is different, at most so much that a person would still read it; empty if equal. */
  List<Difference> differences(@Nullable Object primary, @Nullable Object candidate) {
    return new Differ(this).differences(primary, candidate);
  }

  boolean ignores(String path) {
    return ignored.stream().anyMatch(paths -> paths.test(path));
  }

  boolean isUnordered(String path) {
    return unordered.stream().anyMatch(paths -> paths.test(path));
  }

  boolean namesKeys() {
    return mapsAreRows;
  }

  /** What an own comparator says; null where there is none. The last one that fits counts. */
  @Nullable Boolean judged(String path, Object primary, Object candidate) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).covers(path, primary, candidate)) {
        return rules.get(i).equal().test(primary, candidate);
      }
    }
    return null;
  }

  /** The fields of an object for which there is a view; else null. */
  @Nullable Map<String, ?> viewed(Object object) {
    for (View view : views) {
      if (view.type().isInstance(object)) {
        return view.fields().apply(object);
      }
    }
    return null;
  }

  static Predicate<String> pattern(String path) {
    if (!path.contains("*")) {
      return path::equals;
    }
    StringBuilder regex = new StringBuilder();
    for (String part : path.split("\\*", -1)) {
      regex.append(regex.length() == 0 ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString()).asMatchPredicate();
  }

  private static <T> List<T> with(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return List.copyOf(longer);
  }
}
