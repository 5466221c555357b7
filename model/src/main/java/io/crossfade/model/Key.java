package io.crossfade.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The values of a row's primary key in canonical text form, in the key's order. */
public record Key(List<String> values) implements Serializable {
  /** With no values: what every key begins with. */
  public static final Key NONE = new Key(List.of());

  public Key {
    values = List.copyOf(values);
  }

  public static Key of(String... values) {
    return new Key(List.of(values));
  }

  public boolean beginsWith(Key first) {
    return values.size() >= first.values.size()
        && values.subList(0, first.values.size()).equals(first.values);
  }

  /** Without its first values. */
  public Key without(int first) {
    return first == 0 ? this : new Key(values.subList(first, values.size()));
  }

  /** With the values of another one behind its own. */
  public Key then(Key rest) {
    if (values.isEmpty()) {
      return rest;
    }
    List<String> both = new ArrayList<>(values);
    both.addAll(rest.values);
    return new Key(both);
  }

  /**
   * One text for the whole key: the values joined by commas, with a backslash before each comma and
   * backslash within a value. So no two keys have the same, and in SQL it is {@code
   * replace(replace(a::text, '\', '\\'), ',', '\,') || ',' || ...}.
   */
  public String text() {
    return values.stream()
        .map(value -> value.replace("\\", "\\\\").replace(",", "\\,"))
        .collect(Collectors.joining(","));
  }

  /**
   * The key whose {@link #text} this is.
   *
   * @throws IllegalArgumentException if it is no key's text
   */
  public static Key parse(String text) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',') {
        values.add(value.toString());
        value.setLength(0);
      } else if (c != '\\') {
        value.append(c);
      } else if (++i < text.length() && (text.charAt(i) == ',' || text.charAt(i) == '\\')) {
        value.append(text.charAt(i));
      } else {
        throw new IllegalArgumentException(
            "a backslash in a key's text stands before a comma or a backslash");
      }
    }
    values.add(value.toString());
    return new Key(values);
  }

  @Override
  public String toString() {
    return String.join(",", values);
  }
}
