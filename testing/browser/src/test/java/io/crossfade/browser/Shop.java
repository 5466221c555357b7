package io.crossfade.browser;

import com.microsoft.playwright.Page;
import io.crossfade.cli.process.Serving;
import io.crossfade.engine.Await;
import io.crossfade.model.Secret;
import io.crossfade.server.ConnectionFile;
import io.crossfade.server.configuration.ServerConfiguration;
import io.crossfade.servers.SharedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// A shop that moves from one real database to another, and the server that carries it on. The
/// server may be stopped, and started again where it was.
final class Shop implements AutoCloseable {
  private static final String MANIFEST =
      """
      migration: %s
      source: {url: "%s", user: postgres}
      target: {url: "%s", user: postgres}
      tables: ["public.*"]
      reads: [100]
      copy: {chunkRows: %d, workers: 1%s}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path directory;
  private final String source = SharedPostgres.newDatabase(16);
  private final String target = SharedPostgres.newDatabase(18);
  private Serving server;
  private final String address;

  Shop(Path directory) {
    this.directory = directory;
    this.server = Serving.start(directory, ServerConfiguration.DEFAULT.on(0));
    this.address = server.address();
  }

  String address() {
    return address;
  }

  /// As somebody with an account does who sees the page for the first time.
  void logIn(Page page) {
    logIn(page, account("ann", "operator&role=admin"));
  }

  void logIn(Page page, Secret token) {
    page.navigate(address + "/");
    page.locator("#token").fill(token.reveal());
    page.keyboard().press("Enter");
    page.waitForURL(address + "/");
  }

  Secret token() {
    return ConnectionFile.token(server.token()).orElseThrow();
  }

  /// The token of a new account.
  Secret account(String name, String role) {
    String made = post("/accounts?name=%s&role=%s".formatted(name, role), "");
    return new Secret(made.replaceAll("(?s).*\"token\":\"([^\"]+)\".*", "$1"));
  }

  /// @param more of the manifest
  void begin(String migration, String more) {
    begin(MANIFEST.formatted(migration, source, target, 100, "") + more);
  }

  /// @param rowsPerSecond 0 for as fast as it can
  void begin(String migration, int chunkRows, int rowsPerSecond) {
    String pace = rowsPerSecond == 0 ? "" : ", rowsPerSecond: " + rowsPerSecond;
    begin(MANIFEST.formatted(migration, source, target, chunkRows, pace));
  }

  private void begin(String manifest) {
    String begun = post("/migrations", manifest);
    if (!begun.contains("\"where\"")) {
      throw new IllegalStateException(begun);
    }
  }

  void sql(boolean onTarget, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(onTarget ? target : source);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  void awaitStatus(String migration, String part) {
    Await.that(() -> get("/migrations/" + migration + "/status").contains(part));
  }

  String get(String path) {
    return send(path, HttpRequest.newBuilder().GET());
  }

  String post(String path, String body) {
    return send(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /// As the router of an application tells it, which has long done whatever is asked of it.
  ///
  /// @param ended all transactions since it began
  /// @param failed those among them that failed
  /// @param millis how long they took together
  void tellTraffic(String migration, long ended, long failed, long millis) {
    var _ =
        get(
            "/routes/%s?router=application&epoch=1000000&drained=true&sequence=%d&ended=%d&failed=%d&busyNanos=%d000000"
                .formatted(migration, ended, ended, failed, millis));
  }

  void stop() {
    server.close();
  }

  /// At the address where it was.
  void startAgain() {
    int port = URI.create(address).getPort();
    server = Serving.start(directory, ServerConfiguration.DEFAULT.on(port));
  }

  private String send(String path, HttpRequest.Builder request) {
    try {
      return http.send(
              request
                  .uri(URI.create(address + path))
                  .header("Authorization", "Bearer " + token().reveal())
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    http.close();
  }
}
