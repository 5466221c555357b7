package io.crossfade.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The published schema is what editors complete by, so it must neither refuse nor accept what the
/// reader does not.
class ManifestSchemaTest {
  /// What no schema can see, because a parser has dropped it or because it lies between two values.
  private static final Set<String> BEYOND =
      Set.of(
          "anchors.yaml",
          "approvals.yaml",
          "beyond-the-schema.yaml",
          "calendar-city.yaml",
          "calendar-values.yaml",
          "duplicate-keys.yaml",
          "empty.yaml",
          "gates-values.yaml",
          "gateway-values.yaml",
          "not-yaml.yaml",
          "reverse.yaml",
          "rollout-order.yaml",
          "two-documents.yaml");

  private static final JsonNode SCHEMA = new JsonMapper().readTree(ManifestSchema.text());

  @ParameterizedTest
  @MethodSource("good")
  void acceptsWhatTheReaderAccepts(Path file) throws IOException {
    assertThat(ManifestSchema.kind().validate(document(file))).isEmpty();
    assertThat(ManifestReader.read(file)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesWhatTheReaderRefuses(Path file) throws IOException {
    assertThat(ManifestSchema.kind().validate(document(file))).isNotEmpty();
  }

  static Stream<Path> good() throws IOException {
    return ManifestReaderTest.scenarios("good");
  }

  static Stream<Path> bad() throws IOException {
    return ManifestReaderTest.scenarios("bad")
        .filter(f -> !BEYOND.contains(f.getFileName().toString()));
  }

  private static JsonNode document(Path file) throws IOException {
    YamlNode node =
        YamlDocument.read(ManifestSchema.kind(), "x", Files.readString(file), new Problems());
    return Objects.requireNonNull(node).json();
  }

  @Test
  void describesEveryKey() {
    List<String> silent = new ArrayList<>();
    keysWithoutDescription("", SCHEMA, silent);
    assertThat(silent).isEmpty();
  }

  private static void keysWithoutDescription(String path, JsonNode node, List<String> silent) {
    node.path("properties")
        .propertyStream()
        .filter(p -> p.getValue().path("description").asString("").isBlank())
        .forEach(p -> silent.add(path + "/" + p.getKey()));
    node.propertyStream()
        .forEach(p -> keysWithoutDescription(path + "/" + p.getKey(), p.getValue(), silent));
  }

  @Test
  void namesTheDefaultsThatTheReaderTakes() {
    JsonNode keys = SCHEMA.path("properties");
    assertThat(keys.at("/strategy/default").asString()).isEqualTo(Course.DEFAULT.strategy());
    assertThat(keys.at("/bake/default").asString()).isEqualTo(Durations.print(Course.DEFAULT_BAKE));
    assertThat(keys.at("/reads/default").valueStream().map(JsonNode::intValue))
        .isEqualTo(Course.DEFAULT_READS);
    assertThat(keys.at("/copy/properties/workers/default").intValue())
        .isEqualTo(CopySettings.DEFAULT.workers());
    assertThat(keys.at("/copy/properties/chunkRows/default").longValue())
        .isEqualTo(CopySettings.DEFAULT.chunkRows());
    assertThat(keys.at("/copy/properties/rowsPerSecond/default").isNull()).isTrue();
    assertThat(keys.at("/throttle/properties/sourceLatency/default").asString())
        .isEqualTo(print(ThrottleSettings.DEFAULT.sourceLatency()));
    assertThat(keys.at("/throttle/properties/targetLatency/default").asString())
        .isEqualTo(print(ThrottleSettings.DEFAULT.targetLatency()));
    assertThat(keys.at("/cutover/properties/mode/default").asString())
        .isEqualToIgnoringCase(CutoverSettings.DEFAULT.mode().name());
    assertThat(keys.at("/cutover/properties/deadline/default").asString())
        .isEqualTo(Durations.print(CutoverSettings.DEFAULT.deadline()));
  }

  private static String print(@Nullable Duration duration) {
    return Durations.print(Objects.requireNonNull(duration));
  }
}
