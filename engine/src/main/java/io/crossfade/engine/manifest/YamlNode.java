package io.crossfade.engine.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A part of a YAML document that knows where it stands, keys included.
public sealed interface YamlNode {
  Place at();

  /// What a schema sees of it.
  JsonNode json();

  /// @param entries in the document's order
  record Fields(Place at, Map<String, Entry> entries) implements YamlNode {
    public Fields {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public JsonNode json() {
      var object = JsonNodeFactory.instance.objectNode();
      entries.forEach((key, entry) -> object.set(key, entry.value().json()));
      return object;
    }

    /// Null where there is no such key.
    public @Nullable YamlNode get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }

    /// The keys below a key; null where there are none.
    public @Nullable Fields fields(String key) {
      return get(key) instanceof Fields fields ? fields : null;
    }

    /// What a key says that the schema requires.
    public String text(String key) {
      return Objects.requireNonNull(optionalText(key), key);
    }

    /// Null where nothing is said.
    public @Nullable String optionalText(String key) {
      return get(key) instanceof Scalar scalar ? scalar.text() : null;
    }
  }

  /// @param key where the key stands
  record Entry(Place key, YamlNode value) {}

  record Items(Place at, List<YamlNode> items) implements YamlNode {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public JsonNode json() {
      var array = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> array.add(item.json()));
      return array;
    }
  }

  /// @param text as it was written, so that 1.50 stays 1.50; null for null
  record Scalar(Place at, @Nullable String text, JsonNode json) implements YamlNode {}
}
