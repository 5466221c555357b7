package io.crossfade.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an application was told of its items: what was acknowledged last, and besides whatever got
/// no answer and may have been done before or after that.
final class Acknowledged {
  private static final String NOTHING = "nothing";

  private final Map<String, Item> items = new TreeMap<>();

  private static final class Item {
    private String last = NOTHING;
    private final List<String> inDoubt = new ArrayList<>();
  }

  Set<String> keys() {
    return items.keySet();
  }

  void attempts(String key, @Nullable String value) {
    item(key).inDoubt.add(spelled(value));
  }

  void succeeded(String key, @Nullable String value) {
    refused(key, value);
    item(key).last = spelled(value);
  }

  void refused(String key, @Nullable String value) {
    item(key).inDoubt.remove(spelled(value));
  }

  void judge(String side, String key, @Nullable String found) {
    Set<String> possible = new LinkedHashSet<>(item(key).inDoubt);
    possible.add(item(key).last);
    if (!possible.contains(spelled(found))) {
      throw new Violation(
          key,
          "item %s is %s on the %s, and the application was told %s"
              .formatted(key, spelled(found), side, possible));
    }
  }

  private Item item(String key) {
    return items.computeIfAbsent(key, any -> new Item());
  }

  private static String spelled(@Nullable String value) {
    return value == null ? NOTHING : value;
  }
}
