package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Await;
import io.crossfade.servers.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server as a team meets it: a process of its own, asked over HTTP and nothing else.
@Timeout(240)
class ServerIT {
  private static final String MANIFEST =
      """
      migration: shop
      source: {url: "%s", user: postgres, password: {file: shop.password}}
      target: {url: "%s", user: postgres, password: {file: shop.password}}
      tables: ["public.*"]
      reads: [100]
      """;

  private static final String PLANTED = "planted-4711-secret";

  /// Of the server's document: what may be looked at.
  private static final Pattern LOOKED_AT = Pattern.compile("(?m)^  (/\\S*):\\n(?: {4}.*\\n)*? {4}get:");

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void hangUp() {
    http.close();
  }

  @Test
  void carriesOnWhatItIsGivenAndSoDoesTheNextOneAfterAKill() throws Exception {
    try (EmbeddedPostgres source = EmbeddedPostgres.start(16, directory.resolve("16"), false);
        EmbeddedPostgres target = EmbeddedPostgres.start(18, directory.resolve("18"), false)) {
      write(
          source,
          "CREATE TABLE orders (id bigint PRIMARY KEY, note text)",
          "INSERT INTO orders SELECT n, 'note' || n FROM generate_series(1, 1000) n",
          "ANALYZE");
      String manifest = MANIFEST.formatted(url(source), url(target));
      Path state = Files.createDirectories(directory.resolve("state"));
      Files.writeString(state.resolve("shop.password"), PLANTED);
      try (CrossfadeProcess killed = serve()) {
        CrossfadeProcess plan = plan(killed, manifest);
        assertThat(plan.out()).contains("about 1,000 rows");
        assertThat(get(killed, "/migrations").body()).as("a dry run").doesNotContain("shop");
        HttpResponse<String> begun = post(killed, "/migrations", manifest);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        awaitStatus(killed, "\"waitsFor\":\"cutover\"");
        killed.kill();
      }
      try (CrossfadeProcess server = serve()) {
        awaitStatus(server, "\"ready\":true");
        assertThat(post(server, "/migrations/shop/cutover", "").body()).contains("\"FLIP\"");
        write(target, "INSERT INTO orders VALUES (1001, 'written on the target')");
        awaitStatus(server, "\"ready\":true");
        assertThat(post(server, "/migrations/shop/rollback", "").body()).contains("\"FLIP\"");
        assertThat(count(source)).isEqualTo(1001);

        assertThat(command("status").out()).contains("ROLLED_BACK");
        assertThat(command("abort").out()).contains("ABORTED");
        assertThat(get(server, "/migrations/shop/status").body()).contains("\"ABORTED\"");
        assertThat(get(server, "/migrations/shop/events").body())
            .contains("MigrationCreated", "MigrationEnded");
        String token = Files.readAllLines(state.resolve("token")).get(1);
        noAnswerTells(server, PLANTED, token);
        server.terminate();
        assertThat(server.exitCode()).isEqualTo(143);
        assertThat(server.err())
            .contains("stopped. The same command goes on.")
            .doesNotContain(PLANTED, token);
        assertThat(files(state, PLANTED)).containsExactly("shop.password");
        assertThat(files(state, token)).isSubsetOf("token");
      }
    }
  }

  /// Whatever can be asked for, pages included.
  private void noAnswerTells(CrossfadeProcess server, String... secrets) {
    List<String> paths = new ArrayList<>(List.of("/", "/ui/shop"));
    LOOKED_AT
        .matcher(get(server, "/openapi.yaml").body())
        .results()
        .map(found -> found.group(1).replace("{migration}", "shop"))
        .forEach(paths::add);
    assertThat(paths).hasSizeGreaterThan(20);
    for (String path : paths) {
      assertThat(get(server, path).body()).as(path).isNotEmpty().doesNotContain(secrets);
    }
  }

  /// The names of those in which it stands: the store, the log, and whatever else is there.
  private static List<String> files(Path directory, String secret) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).extracting(file -> file.getFileName().toString()).contains("crossfade.log");
      List<String> found = new ArrayList<>();
      for (Path file : files) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(secret)) {
          found.add(file.getFileName().toString());
        }
      }
      return found;
    }
  }

  private CrossfadeProcess serve() throws Exception {
    CrossfadeProcess server =
        CrossfadeProcess.start(directory, "server", "--port", "0", "--state-dir", "state");
    String ready = "its token lies in state/token";
    Await.that(() -> server.err().contains(ready) || !server.isAlive());
    assertThat(server.err()).contains(ready);
    return server;
  }

  private CrossfadeProcess command(String verb) throws Exception {
    try (CrossfadeProcess process =
        CrossfadeProcess.start(directory, verb, "--state-dir", "state", "--migration", "shop")) {
      int _ = process.exitCode();
      return process;
    }
  }

  private CrossfadeProcess plan(CrossfadeProcess server, String manifest) throws Exception {
    Path file = Files.writeString(directory.resolve("shop.yaml"), manifest);
    Path token = directory.resolve("state").resolve("token");
    assertThat(server.isAlive()).isTrue();
    try (CrossfadeProcess process =
        CrossfadeProcess.start(
            directory,
            "plan",
            file.toString(),
            "--server",
            Files.readAllLines(token).getFirst(),
            "--token-file",
            token.toString())) {
      assertThat(process.exitCode()).as(process.err()).isZero();
      return process;
    }
  }

  private void awaitStatus(CrossfadeProcess server, String part) {
    Await.that(() -> get(server, "/migrations/shop/status").body().contains(part));
  }

  private HttpResponse<String> get(CrossfadeProcess server, String path) {
    return send(server, path, HttpRequest.newBuilder().GET());
  }

  private HttpResponse<String> post(CrossfadeProcess server, String path, String body) {
    return send(
        server, path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /// As docs/server.md says: the first line of the file is the address, the second the token.
  private HttpResponse<String> send(
      CrossfadeProcess server, String path, HttpRequest.Builder request) {
    assertThat(server.isAlive()).as(server.err()).isTrue();
    try {
      List<String> access = Files.readAllLines(directory.resolve("state").resolve("token"));
      return http.send(
          request
              .uri(URI.create(access.get(0) + path))
              .header("Authorization", "Bearer " + access.get(1))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String url(EmbeddedPostgres server) {
    return "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
  }

  private static long count(EmbeddedPostgres server) throws Exception {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  private static void write(EmbeddedPostgres server, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
