package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// `crossfade server` as a process of its own, on a store that others may use too, asked over HTTP.
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final CrossfadeProcess process;
  private final Path token;

  private ServerProcess(CrossfadeProcess process, Path token) {
    this.process = process;
    this.token = token;
  }

  /// @param name of its state directory below this one
  /// @param store the JDBC URL of the control store
  static ServerProcess start(Path directory, String name, String store) throws IOException {
    String configuration =
        """
        listen: {port: 0}
        store: {url: "%s", user: postgres}
        """;
    Files.writeString(directory.resolve(name + ".yaml"), configuration.formatted(store));
    return new ServerProcess(
        CrossfadeProcess.start(
            directory, "server", "--config", name + ".yaml", "--state-dir", name),
        directory.resolve(name).resolve("token"));
  }

  /// Waits until it can be asked.
  void ready() {
    Await.that(() -> process.err().contains("its token lies in") || !process.isAlive());
    assertThat(process.isAlive()).as(process.err()).isTrue();
  }

  CrossfadeProcess process() {
    return process;
  }

  /// Where it is asked.
  String url() {
    return access().getFirst();
  }

  Path token() {
    return token;
  }

  HttpResponse<String> get(String path) {
    return send(path, HttpRequest.newBuilder().GET());
  }

  HttpResponse<String> post(String path, String body) {
    return send(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /// Until its answer has this part.
  void await(String path, String part) {
    try {
      Await.that(() -> get(path).body().contains(part));
    } catch (AssertionError e) {
      throw new AssertionError(
          "%s has no %s: %s".formatted(path, part, get(path).body()) + process.err(), e);
    }
  }

  private HttpResponse<String> send(String path, HttpRequest.Builder request) {
    assertThat(process.isAlive()).as(process.err()).isTrue();
    try {
      return http.send(
          request
              .uri(URI.create(url() + path))
              .header("Authorization", "Bearer " + access().getLast())
              .timeout(PATIENCE)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<String> access() {
    try {
      return Files.readAllLines(token);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.close();
    http.shutdownNow();
  }
}
