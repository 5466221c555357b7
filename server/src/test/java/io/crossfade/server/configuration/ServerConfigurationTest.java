package io.crossfade.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.manifest.DatabaseReference;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServerConfigurationTest {
  @TempDir Path directory;

  @Test
  void everySectionIsRead() throws Exception {
    ServerConfiguration configuration =
        read(
            """
            listen: {port: 7500, url: "https://crossfade.example.com"}
            store:
              url: jdbc:postgresql://control/crossfade
              user: crossfade
              password: {file: secrets/store}
            """);
    assertThat(configuration.listen()).isEqualTo(new Listen(7500, "https://crossfade.example.com"));
    assertThat(configuration.store())
        .isEqualTo(
            new DatabaseReference(
                "jdbc:postgresql://control/crossfade",
                "crossfade",
                new SecretReference.File(directory.resolve("secrets/store"))));
    assertThat(configuration.on(0).listen().port()).isZero();
  }

  @Test
  void whatIsLeftOutIsAsByDefault() throws Exception {
    assertThat(read("{}")).isEqualTo(ServerConfiguration.DEFAULT);
    assertThat(read("listen: {}")).isEqualTo(ServerConfiguration.DEFAULT);
  }

  @Test
  void everyMistakeIsSaidWithItsPlace() {
    refused(
        """
        listen: {port: 70000, adress: x}
        stor: {}
        store: {url: "jdbc:mysql://x/y", user: a, password: geheim}
        """,
        "server.yaml:1:16: port cannot be 70000",
        "server.yaml:1:23: unknown key adress",
        "server.yaml:2:1: unknown key stor; did you mean store?",
        "server.yaml:3:14: url cannot be this",
        "server.yaml:3:53: a secret does not belong into this file");
    refused(
        "store: {url: \"jdbc:postgresql://a:geheim@x/y\", user: a}", "the URL holds a password");
    refused("listen: {port: 1}\nlisten: {port: 2}", "key listen is written twice");
    refused("", "the configuration is empty; see docs/server.md");
    assertThatThrownBy(() -> ServerConfiguration.read(directory.resolve("no.yaml")))
        .hasMessageContaining("there is no such file");
  }

  @Test
  void thePageDescribesEveryKey() throws Exception {
    List<String> keys = new ArrayList<>();
    collect(new JsonMapper().readTree(ServerConfiguration.schema()), "", keys);
    String page = Files.readString(Path.of("..", "docs", "server.md"));
    assertThat(keys).contains("listen.port", "store.user");
    assertThat(keys).allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
  }

  /// Of each section its keys, by their whole names.
  private static void collect(JsonNode schema, String name, List<String> keys) {
    for (var property : schema.path("properties").properties()) {
      String whole = name.isEmpty() ? property.getKey() : name + "." + property.getKey();
      if (property.getValue().path("properties").isObject()) {
        collect(property.getValue(), whole, keys);
      } else {
        keys.add(whole);
      }
    }
  }

  private void refused(String text, String... messages) {
    assertThatThrownBy(() -> read(text))
        .hasMessageContainingAll(messages)
        .hasMessageNotContaining("geheim")
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
  }

  private ServerConfiguration read(String text) throws IOException {
    return ServerConfiguration.read(Files.writeString(directory.resolve("server.yaml"), text));
  }
}
