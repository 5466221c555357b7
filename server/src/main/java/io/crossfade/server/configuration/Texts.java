package io.crossfade.server.configuration;

import io.crossfade.engine.manifest.YamlNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A list of texts in a configuration.
final class Texts {
  private Texts() {}

  /// None where there is no list.
  static List<String> of(@Nullable YamlNode node) {
    return node instanceof YamlNode.Items(_, List<YamlNode> items)
        ? items.stream()
            .map(item -> item instanceof YamlNode.Scalar scalar ? scalar.text() : null)
            .filter(Objects::nonNull)
            .toList()
        : List.of();
  }
}
