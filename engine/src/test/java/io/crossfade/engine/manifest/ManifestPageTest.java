package io.crossfade.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The page that users read says what the reader does.
class ManifestPageTest {
  private static final Path PAGE = Path.of("..", "docs", "manifest.md");

  @Test
  void itsExamplesAreManifests() throws IOException {
    List<String> examples =
        Arrays.stream(Files.readString(PAGE).split("```yaml\n"))
            .skip(1)
            .map(part -> part.substring(0, part.indexOf("```")))
            .filter(example -> example.startsWith("migration:"))
            .toList();
    assertThat(examples).hasSize(2);
    assertThat(examples.getFirst().lines()).hasSize(10);
    assertThat(examples)
        .allSatisfy(e -> assertThat(ManifestReader.parse("page", e, PAGE)).isNotNull());
  }

  @Test
  void itNamesEveryKey() throws IOException {
    String page = Files.readString(PAGE);
    TreeSet<String> keys = new TreeSet<>();
    collect(new JsonMapper().readTree(ManifestSchema.text()), keys);
    keys.removeIf(key -> page.contains(key + "`") || page.contains(key + ":"));
    assertThat(keys).isEmpty();
  }

  private static void collect(JsonNode node, TreeSet<String> keys) {
    node.path("properties").propertyNames().forEach(keys::add);
    node.values().forEach(child -> collect(child, keys));
  }
}
