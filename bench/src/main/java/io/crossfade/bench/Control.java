package io.crossfade.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `crossfade run` with that state directory is asked, as other terminals ask it.
public final class Control implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path state;
  private final String migration;

  public Control(Path state, String migration) {
    this.state = state;
    this.migration = migration;
  }

  public JsonNode ask(String method, String what) throws Exception {
    JsonNode control = JSON.readTree(state.resolve("control.json").toFile());
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/migrations/%s%s"
                        .formatted(control.path("port").asInt(), migration, what)))
            .header("Authorization", "Bearer " + control.path("token").asString())
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(what + " was answered with " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /// Empty as long as nobody answers.
  public String phase() {
    try {
      return ask("GET", "/status").path("where").path("phase").asString("");
    } catch (Exception e) {
      return ""; // it has only begun
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
