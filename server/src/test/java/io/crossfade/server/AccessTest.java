package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.access.Role;
import io.crossfade.engine.audit.AuditEntry;
import io.crossfade.engine.store.Accounts;
import io.crossfade.engine.store.Store;
import io.crossfade.server.access.StoredAccounts;
import io.crossfade.server.hosting.FakeOpening;
import io.crossfade.server.hosting.Host;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who is let in, and for what.
@Timeout(60)
class AccessTest {
  private static final String MANIFEST =
      """
      migration: shop
      source: {url: "jdbc:postgresql://one/shop", user: a}
      target: {url: "jdbc:postgresql://two/shop", user: b}
      tables: ["public.*"]
      """;

  @TempDir Path directory;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
  private final HttpClient http = HttpClient.newHttpClient();
  private Store store;
  private Host host;
  private Access access;
  private ControlServer server;

  @BeforeEach
  void start() {
    store = Store.open(directory, now::get);
    host = new Host(store, false, directory, new FakeOpening(store));
    access = Access.random().and(new StoredAccounts(store.accounts(), now::get));
    server =
        ControlServer.start(
            access,
            List.of(
                new AuditedRequests(store.audit(), access),
                new RouteRoutes(host::board),
                new ListRoutes(host),
                new ManifestRoutes(host),
                new MigrationRoutes(host),
                new EventRoutes(host),
                new AccountRoutes(store.accounts(), now::get),
                new SessionRoutes(access, store.accounts(), store.audit())));
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
    host.close();
    store.close();
  }

  @ParameterizedTest
  @CsvSource({
    "VIEWER,   200, 403, 403",
    "APPROVER, 200, 403, 403",
    "OPERATOR, 200, 201, 403",
    "ADMIN,    200, 403, 200",
    "ROUTER,   403, 403, 403",
  })
  void aRoleOpensWhatItIsFor(Role role, int looking, int beginning, int accounts) throws Exception {
    String token = token(role);
    assertThat(get("/migrations", token).statusCode()).isEqualTo(looking);
    HttpResponse<String> begun = post("/migrations", token, MANIFEST);
    assertThat(begun.statusCode()).isEqualTo(beginning);
    assertThat(get("/accounts", token).statusCode()).isEqualTo(accounts);
    assertThat(host.names()).hasSize(beginning == 201 ? 1 : 0);
    // nothing is carried on here, so that no route is known
    assertThat(get("/routes/shop", token).statusCode()).isEqualTo(role == Role.ROUTER ? 404 : 403);
    if (beginning == 403) {
      assertThat(begun.headers().firstValue("Content-Type").orElse("")).contains("problem+json");
      assertThat(begun.body())
          .contains("NOT_PERMITTED", "needs the role operator", role.spelled(), "ann");
    }
  }

  @Test
  void anAccountIsMadeAndTakenBackByAnAdmin() throws Exception {
    String owner = access.people().reveal();
    String made = post("/accounts?name=bob&role=viewer&role=operator&days=1", owner, "").body();
    String token = made.replaceAll("(?s).*\"token\":\"([^\"]+)\".*", "$1");
    assertThat(get("/migrations", token).statusCode()).isEqualTo(200);
    assertThat(get("/accounts", owner).body())
        .contains("bob")
        .doesNotContain(token, token.substring(24));
    assertThat(post("/accounts?name=bob&role=king", owner, "").body())
        .contains("the roles are viewer,operator,approver,admin,router");
    assertThat(post("/accounts?name=%20&role=viewer", owner, "").statusCode()).isEqualTo(400);
    assertThat(post("/accounts?name=bob", owner, "").statusCode()).isEqualTo(400);

    now.set(now.get().plusSeconds(24 * 3600));
    HttpResponse<String> refused = get("/migrations", token);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("NOT_AUTHENTICATED").doesNotContain(token);
    assertThat(delete("/accounts/nobody", owner).statusCode()).isEqualTo(404);
  }

  @Test
  void whoHasAnAccountIsNobodyElse() throws Exception {
    String token = token(Role.OPERATOR);
    http.send(
        request("/migrations?by=mallory", token)
            .header(By.HEADER, "mallory")
            .POST(HttpRequest.BodyPublishers.ofString(MANIFEST))
            .build(),
        BodyHandlers.ofString());
    assertThat(store.audit().after(0, 10))
        .extracting(entry -> entry.act().who())
        .containsOnly("ann");
    assertThat(host.manifest("shop").by()).isEqualTo("ann");
  }

  @Test
  void aRevokedTokenEndsWhatItFollows() throws Exception {
    Accounts.Issued ann = account(Role.OPERATOR);
    String token = ann.token().reveal();
    assertThat(post("/migrations", token, MANIFEST).statusCode()).isEqualTo(201);
    HttpResponse<InputStream> stream =
        http.send(
            request("/migrations/shop/events", token).header("Accept", "text/event-stream").build(),
            BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isNotNull();
      assertThat(delete("/accounts/" + ann.account().id(), access.people().reveal()).statusCode())
          .isEqualTo(204);
      now.set(now.get().plusSeconds(2));
      assertThat(CompletableFuture.runAsync(() -> lines.lines().forEach(_ -> {})))
          .as("the stream ends")
          .succeedsWithin(Duration.ofSeconds(20));
    }
    assertThat(get("/migrations", token).statusCode()).isEqualTo(401);
  }

  @Test
  void aBrowserHasASessionAndNotTheToken() throws Exception {
    Accounts.Issued ann = account(Role.OPERATOR);
    HttpResponse<String> in = logIn(ann.token().reveal(), Map.of());
    String cookie = in.headers().firstValue("Set-Cookie").orElse("");
    assertThat(in.headers().firstValue("Location")).contains("/");
    assertThat(cookie)
        .contains("HttpOnly", "SameSite=Strict", "Path=/")
        .doesNotContain(ann.token().reveal());
    String session = cookie.replaceFirst(";.*", "");

    assertThat(withCookie("GET", "/migrations", session, Map.of()).statusCode()).isEqualTo(200);
    assertThat(withCookie("POST", "/migrations", session, Map.of()).statusCode()).isEqualTo(403);
    assertThat(
            withCookie(
                    "POST",
                    "/migrations",
                    session,
                    Map.of(SamePage.HEADER, "1", "Sec-Fetch-Site", "cross-site"))
                .statusCode())
        .isEqualTo(403);
    assertThat(
            withCookie(
                    "POST",
                    "/migrations",
                    session,
                    Map.of(SamePage.HEADER, "1", "Origin", "https://evil.example"))
                .statusCode())
        .isEqualTo(403);
    assertThat(host.names()).isEmpty();
    assertThat(
            withCookie(
                    "POST",
                    "/migrations",
                    session,
                    Map.of(
                        SamePage.HEADER,
                        "1",
                        "Origin",
                        server.address(),
                        "Sec-Fetch-Site",
                        "same-origin"))
                .statusCode())
        .isEqualTo(201);

    assertThat(withCookie("POST", "/logout", session, Map.of()).statusCode()).isEqualTo(303);
    now.set(now.get().plusSeconds(2));
    assertThat(withCookie("GET", "/migrations", session, Map.of()).statusCode()).isEqualTo(401);
    assertThat(get("/migrations", ann.token().reveal()).statusCode()).isEqualTo(200);
  }

  @Test
  void logInIsRefusedForOtherPagesAndLimited() throws Exception {
    String token = account(Role.VIEWER).token().reveal();
    assertThat(logIn(token, Map.of("Sec-Fetch-Site", "cross-site")).statusCode()).isEqualTo(403);
    HttpResponse<String> wrong = logIn("crossfade_0", Map.of());
    assertThat(wrong.headers().firstValue("Location").orElse("")).contains("/login");
    assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
    int tries = 0;
    while (logIn("wrong", Map.of()).statusCode() != 429) {
      tries++;
      assertThat(tries).isLessThan(30);
    }
    assertThat(logIn("wrong", Map.of("X-Forwarded-For", "10.1.2.3")).statusCode()).isEqualTo(429);
    assertThat(get("/migrations", token).statusCode()).isEqualTo(200);
  }

  @Test
  void aFormOfAnySizeIsNotRead() throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + "/login"))
            .header("Content-Type", "multipart/form-data; boundary=x")
            .POST(HttpRequest.BodyPublishers.ofString("--x--"));
    assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(415);
  }

  @Test
  void whoTypesTheAddressIsAskedToLogIn() throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(server.address() + "/migrations"))
                .header("Accept", "text/html,*/*")
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains("/login");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'", "frame-ancestors 'none'");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void noTokenIsKeptInClear() throws Exception {
    String token = account(Role.ADMIN).token().reveal();
    String session = session(logIn(token, Map.of())).replaceFirst(".*=", "");
    assertThat(get("/migrations", "wrong" + token).statusCode()).isEqualTo(401);
    List<AuditEntry> entries = store.audit().after(0, 100);
    assertThat(entries).extracting(entry -> entry.act().what()).contains("login");
    assertThat(entries.toString()).doesNotContain(secret(token), secret(session));
    store.close();
    for (Path file : files()) {
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
          .as("%s", file)
          .doesNotContain(secret(token), secret(session));
    }
  }

  private List<Path> files() throws Exception {
    try (var files = Files.walk(directory)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      assertThat(found).isNotEmpty();
      return found;
    }
  }

  private static String secret(String token) {
    return token.substring(token.lastIndexOf('_') + 1);
  }

  private static String session(HttpResponse<String> loggedIn) {
    return loggedIn.headers().firstValue("Set-Cookie").orElse("").replaceFirst(";.*", "");
  }

  private Accounts.Issued account(Role role) {
    return store.accounts().make("ann", Set.of(role), null, "root");
  }

  private String token(Role role) {
    return account(role).token().reveal();
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return http.send(request(path, token).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> delete(String path, String token) throws Exception {
    return http.send(request(path, token).DELETE().build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String token, String body) throws Exception {
    return http.send(
        request(path, token).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> logIn(String token, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + "/login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("token=" + token));
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> withCookie(
      String method, String path, String cookie, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .header("Cookie", cookie)
            .method(
                method,
                method.equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(MANIFEST));
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(server.address() + path))
        .header("Authorization", "Bearer " + token);
  }
}
