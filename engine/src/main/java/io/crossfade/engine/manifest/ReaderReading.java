package io.crossfade.engine.manifest;

import io.crossfade.model.Readers;
import io.crossfade.model.Side;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes the readers by name of a document that the schema has accepted.
final class ReaderReading {
  private ReaderReading() {}

  static Readers of(@Nullable YamlNode node) {
    if (!(node instanceof YamlNode.Fields fields)) {
      return Readers.NONE;
    }
    Map<String, Side> testers = new HashMap<>();
    ManifestBuilder.entries(fields, "testers")
        .forEach((key, entry) ->
            testers.put(key, Side.valueOf(text(entry.value()).toUpperCase(Locale.ROOT))));
    return new Readers(keys(fields, "always"), keys(fields, "never"), testers);
  }

  private static Set<String> keys(YamlNode.Fields node, String list) {
    return ManifestBuilder.items(node, list).stream()
        .map(ReaderReading::text)
        .collect(Collectors.toSet());
  }

  private static String text(YamlNode node) {
    return Objects.requireNonNull(ManifestBuilder.scalar(node).text());
  }
}
