package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.audit.Act;
import io.crossfade.engine.audit.AuditEntry;
import io.crossfade.engine.store.Answers;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.hosting.FakeOpening;
import io.crossfade.server.hosting.Host;
import io.crossfade.server.hosting.Migrations;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Requests with a key, and requests by what was seen; at two servers on one store.
@Timeout(60)
class OnceTest {
  private static final Access ACCESS = Access.random();
  private static final String MANIFEST =
      """
      migration: shop
      source: {url: "jdbc:postgresql://one/shop", user: a}
      target: {url: "jdbc:postgresql://two/shop", user: b}
      tables: ["public.*"]
      """;
  private static final String RUN = "/migrations/shop/run";

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private Store store;
  private FakeOpening opening;
  private Host host;
  private ControlServer server;
  private ControlServer other;

  @BeforeEach
  void start() {
    store = Store.open(directory, InstantSource.system());
    opening = new FakeOpening(store);
    host = new Host(store, false, directory, opening);
    server = serve();
    other = serve();
  }

  private ControlServer serve() {
    return ControlServer.start(
        ACCESS,
        List.of(
            new KeyedRequests(store.answers()),
            new Unchanged(host),
            new AuditedRequests(store.audit(), ACCESS),
            new ManifestRoutes(host),
            new MigrationRoutes(host)));
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
    other.close();
    host.close();
    store.close();
  }

  @Test
  void theSameKeyGetsTheSameAnswerAndNothingIsDoneTwice() throws Exception {
    HttpResponse<String> first = keyed(server, "/migrations", MANIFEST, "a");
    assertThat(first.statusCode()).isEqualTo(201);
    theAuditSaysWhichManifest();
    FakeOpening.Opened shop = opening.next();
    shop.journal().record(new MigrationEvent.Noted("it is not as it was"));
    long entries = store.audit().head().number();

    for (ControlServer asked : List.of(server, other)) {
      HttpResponse<String> again = keyed(asked, "/migrations", MANIFEST, "a");
      assertThat(again.statusCode()).isEqualTo(201);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.headers().firstValue("Content-Type"))
          .isEqualTo(first.headers().firstValue("Content-Type"));
      assertThat(again.headers().firstValue(KeyedRequests.REPEATED)).contains("true");
    }
    assertThat(store.audit().head().number()).as("asked for once").isEqualTo(entries);
    assertThat(keyed(server, "/migrations", MANIFEST, "b").headers().firstValue("x")).isEmpty();
    assertThat(store.audit().head().number()).isEqualTo(entries + 2);
  }

  private void theAuditSaysWhichManifest() throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(MANIFEST.getBytes(StandardCharsets.UTF_8));
    assertThat(store.audit().after(0, 10))
        .extracting(AuditEntry::act)
        .allSatisfy(act -> {
          assertThat(act.migration()).isEqualTo("shop");
          assertThat(act.what()).isEqualTo("POST /migrations");
        })
        .first()
        .extracting(Act::details)
        .isEqualTo("manifest=" + HexFormat.of().formatHex(digest));
  }

  @Test
  void aKeyIsNotGivenToSomethingElse() throws Exception {
    assertThat(keyed(server, "/migrations", MANIFEST, "a").statusCode()).isEqualTo(201);
    assertThat(keyed(other, "/migrations", MANIFEST + "reads: [100]\n", "a").statusCode())
        .isEqualTo(422);
    assertThat(keyed(server, RUN, "", "a").statusCode()).isEqualTo(422);
    assertThat(keyed(server, RUN, "", "a b").statusCode()).isEqualTo(400);
    assertThat(keyed(server, RUN, "", "c").statusCode()).isEqualTo(202);
    assertThat(keyed(server, RUN + "?retake=public.a", "", "c").statusCode()).isEqualTo(422);
    assertThat(store.manifests().newest("shop").orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void aRefusalIsNotKept() throws Exception {
    assertThat(keyed(server, RUN, "", "a").statusCode()).isEqualTo(404);
    assertThat(keyed(server, "/migrations", MANIFEST, "b").statusCode()).isEqualTo(201);
    assertThat(keyed(server, RUN, "", "a").statusCode()).isEqualTo(202);
  }

  /// Nobody knows how much of it is done.
  @Test
  void whatFailedIsNotTriedAgainByItsKey() throws Exception {
    FakeControl failing = new FakeControl("shop");
    try (ControlServer one =
        ControlServer.start(
            ACCESS,
            List.of(
                new KeyedRequests(store.answers()),
                new MigrationRoutes(Migrations.only("shop", failing))))) {
      failing.refusal = new CrossfadeException(ErrorCode.TARGET_UNREACHABLE, "in its midst");
      HttpResponse<String> first = keyed(one, "/migrations/shop/cutover", "", "a");
      assertThat(first.statusCode()).isEqualTo(502);
      failing.refusal = new CrossfadeException(ErrorCode.NOT_ALLOWED_NOW, "not yet");
      assertThat(keyed(one, "/migrations/shop/cutover", "", "b").statusCode()).isEqualTo(409);
      failing.refusal = null;
      HttpResponse<String> again = keyed(one, "/migrations/shop/cutover", "", "a");
      assertThat(again.statusCode()).isEqualTo(502);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.headers().firstValue(KeyedRequests.REPEATED)).contains("true");
      assertThat(failing.verbs).isEqualTo(2);
      assertThat(keyed(one, "/migrations/shop/cutover", "", "b").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void ofManyAtOnceOneIsCarriedOut() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> all =
        List.of(server, other, server, other, server, other).stream()
            .map(asked ->
                http.sendAsync(
                    request(asked, "/migrations", MANIFEST)
                        .header(KeyedRequests.HEADER, "a")
                        .build(),
                    HttpResponse.BodyHandlers.ofString()))
            .toList();
    for (CompletableFuture<HttpResponse<String>> answer : all) {
      assertThat(answer.get().statusCode()).isIn(201, 409);
    }
    assertThat(store.audit().head().number()).as("one was asked for, and answered").isEqualTo(2);
  }

  @Test
  void whatIsUnderWayIsRefusedForAsLongAsItIs() throws Exception {
    store.answers().begin("key", "request");
    assertThat(store.answers().begin("key", "request")).isEqualTo(new Answers.Known.UnderWay());
    store.answers().keep("key", new Answers.Known.Answered(200, "text/plain", "done"));
    assertThat(store.answers().begin("key", "request"))
        .isEqualTo(new Answers.Known.Answered(200, "text/plain", "done"));
    assertThat(store.answers().begin("key", "else")).isEqualTo(new Answers.Known.Other());
    store.answers().drop("key");
    assertThat(store.answers().begin("key", "request"))
        .as("what was answered stays")
        .isInstanceOf(Answers.Known.Answered.class);
  }

  @Test
  void whatAServerDiedOverIsNotCarriedOutAgainByItsKey() throws Exception {
    assertThat(keyed(server, "/migrations", MANIFEST, "a").statusCode()).isEqualTo(201);
    var _ = opening.next();
    leftByAServerThatDied();
    long entries = store.audit().head().number();
    for (ControlServer asked : List.of(server, other)) {
      HttpResponse<String> again = keyed(asked, "/migrations", MANIFEST, "a");
      assertThat(again.statusCode()).isEqualTo(409);
      assertThat(again.body()).contains("not heard of any more", "a new key");
      assertThat(again.headers().firstValue("Retry-After")).isEmpty();
    }
    assertThat(store.audit().head().number()).as("nothing was asked for").isEqualTo(entries);
  }

  @Test
  void whoActsOnWhatHasChangedIsRefusedWithWhatHas() throws Exception {
    assertThat(keyed(server, "/migrations", MANIFEST, "a").statusCode()).isEqualTo(201);
    FakeOpening.Opened shop = opening.next();
    String seen = etag(get("/migrations/shop/status"));
    assertThat(seen).isEqualTo("\"1\"");
    HttpResponse<String> verified = matching("/migrations/shop/verify", seen);
    assertThat(verified.statusCode()).isEqualTo(200);
    assertThat(etag(verified)).isEqualTo(seen);

    shop.journal().record(new MigrationEvent.Noted("somebody was here"));
    HttpResponse<String> refused = matching("/migrations/shop/cutover", seen);
    assertThat(refused.statusCode()).isEqualTo(412);
    assertThat(refused.body())
        .contains("CHANGED_MEANWHILE", "there was Noted", "\"etag\":\"\\\"2\\\"\"");
    assertThat(matching("/migrations/shop/cutover", "\"2\"").statusCode()).isEqualTo(200);
    assertThat(matching("/migrations/shop/cutover", "*").statusCode()).isEqualTo(200);
    assertThat(matching("/migrations/shop/cutover", "\"9\"").body()).contains("another history");
    assertThat(matching("/migrations/shop/cutover", "two").statusCode()).isEqualTo(400);
    assertThat(matching("/migrations/none/cutover", seen).statusCode()).isEqualTo(404);
  }

  @Test
  void theStatusOfWhatIsCarriedOnHereNeedsNoStore() throws Exception {
    assertThat(keyed(server, "/migrations", MANIFEST, "a").statusCode()).isEqualTo(201);
    assertThat(opening.next().migration()).isEqualTo("shop");
    store.close();
    assertThat(etag(get("/migrations/shop/status"))).isEqualTo("\"1\"");
    assertThat(keyed(server, "/migrations/shop/verify", "", "b").body())
        .contains("NOT_ALLOWED_NOW", "asked for before");
    assertThat(keyed(server, "/migrations/shop/rollback", "", "c").statusCode()).isEqualTo(200);
  }

  /// Its answer was never kept, and its last sign of life is old.
  private void leftByAServerThatDied() throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:"
                    + directory.toAbsolutePath().resolve("store")
                    + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;IFEXISTS=TRUE",
                "crossfade",
                "");
        Statement statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "update answer set status = 0, renewed = renewed - interval '16' second"))
          .isEqualTo(1);
    }
  }

  private static String etag(HttpResponse<String> answer) {
    return answer.headers().firstValue("ETag").orElse("");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(server, path, "").GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> matching(String path, String etag) throws Exception {
    return http.send(
        request(server, path, "").header("If-Match", etag).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> keyed(ControlServer asked, String path, String body, String key)
      throws Exception {
    return http.send(
        request(asked, path, body).header(KeyedRequests.HEADER, key).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(ControlServer asked, String path, String body) {
    return HttpRequest.newBuilder(URI.create(asked.address() + path))
        .header("Authorization", "Bearer " + ACCESS.people().reveal())
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }
}
