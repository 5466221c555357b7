package io.crossfade.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What editors show of each property, and what the page says. */
class MetadataTest {
  @Test
  @SuppressWarnings("unchecked")
  void everyPropertyIsDescribedAndInTheDocs() throws IOException {
    Map<String, Object> metadata;
    try (InputStream json =
        getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      metadata = JsonMapper.shared().readValue(Objects.requireNonNull(json), Map.class);
    }
    String docs = Files.readString(Path.of("..", "..", "docs", "spring-boot.md"));
    List<Map<String, Object>> properties = (List<Map<String, Object>>) metadata.get("properties");
    assertThat(properties)
        .filteredOn(property -> !("" + property.get("name")).contains(".hikari"))
        .hasSizeGreaterThan(18)
        .allSatisfy(property -> {
          String name = "" + property.get("name");
          assertThat(property.get("description")).as(name).isNotNull();
          assertThat(docs)
              .contains("`" + name.replaceFirst("\\.(source|target)\\.", ".source.") + "`");
        });
  }
}
