package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.access.Role;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.store.EventLines;
import io.crossfade.engine.store.Store;
import io.crossfade.server.access.StoredAccounts;
import io.crossfade.server.alerts.AlertSettings;
import io.crossfade.server.alerts.Alerts;
import io.crossfade.server.hosting.FakeOpening;
import io.crossfade.server.hosting.Host;
import io.crossfade.server.metrics.Metrics;
import io.crossfade.server.pages.Reports;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server as programs see it, beside what its document promises them.
@Timeout(60)
class ApiTest {
  private static final Access ACCESS = Access.random();
  private static final String MANIFEST =
      """
      migration: %s
      source: {url: "jdbc:postgresql://one/shop", user: a}
      target: {url: "jdbc:postgresql://two/shop", user: b}
      tables: ["public.*"]
      """;

  @TempDir Path directory;

  private final ApiSpec spec = new ApiSpec();
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<String> hindrance = Optional.empty();
  private Store store;
  private FakeOpening opening;
  private Host host;
  private Alerts alerts;
  private Reports reports;
  private ControlServer server;

  @BeforeEach
  void start() {
    store = Store.open(directory, InstantSource.system());
    opening = new FakeOpening(store);
    host = new Host(store, false, directory, opening);
    reports = new Reports(store, host, host.states());
    alerts = Alerts.start(AlertSettings.NONE, new SecretReferences(Map.of()), store, host);
    server =
        ControlServer.start(
            ACCESS.and(new StoredAccounts(store.accounts(), InstantSource.system())),
            List.of(
                new KeyedRequests(store.answers()),
                new Unchanged(host),
                new AuditedRequests(store.audit(), ACCESS),
                new HealthRoutes(() -> hindrance),
                new SpecRoutes(),
                new ListRoutes(host),
                new ManifestRoutes(host),
                new PlanRoutes(_ -> new FakeControl("shop").plan()),
                new MigrationRoutes(host),
                new ApprovalRoutes(host),
                new EventRoutes(host),
                new DriftRoutes(host),
                new RouteRoutes(host::board),
                new LedgerRoutes(host),
                new AuditRoutes(store.audit()),
                new MetricsRoutes(new Metrics(host, host.states())),
                new AlertRoutes(alerts),
                new ShareRoutes(host, host.states(), store.shares()),
                new ReportRoutes(host, reports::of),
                new AccountRoutes(store.accounts(), InstantSource.system())));
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
    alerts.close();
    reports.close();
    host.close();
    store.close();
  }

  @Test
  void everythingIsAnsweredAsTheDocumentSays() throws Exception {
    begin("shop");
    for (ApiSpec.Operation operation : spec.operations()) {
      HttpResponse<String> answer = ask(operation, names("shop"), MANIFEST.formatted("shop"));
      assertThat(answer.statusCode()).as("%s: %s", operation, answer.body()).isBetween(200, 299);
      check(operation, answer);
    }
  }

  @Test
  void everyRefusalIsAProblemAsTheDocumentSays() throws Exception {
    List<ApiSpec.Operation> ofOne =
        spec.operations().stream().filter(o -> o.path().contains("{migration}")).toList();
    assertThat(ofOne).hasSizeGreaterThan(15);
    for (ApiSpec.Operation operation : ofOne) {
      HttpResponse<String> answer = ask(operation, names("nobody"), "");
      assertThat(answer.statusCode()).as("%s", operation).isEqualTo(404);
      assertThat(answer.body()).contains("MIGRATION_UNKNOWN");
      check(operation, answer);
    }
  }

  @Test
  void nothingButItsHealthIsToldWithoutTheToken() throws Exception {
    for (ApiSpec.Operation operation : spec.operations()) {
      HttpResponse<String> answer =
          http.send(
              request(operation.on(names("shop")))
                  .method(
                      operation.method().toUpperCase(Locale.ROOT),
                      HttpRequest.BodyPublishers.noBody())
                  .build(),
              BodyHandlers.ofString());
      boolean open = operation.path().endsWith("z");
      assertThat(answer.statusCode()).as("%s", operation).isEqualTo(open ? 200 : 401);
    }
    assertThat(host.names()).isEmpty();
  }

  @Test
  void whoOnlyLooksOnSeesWhichAnswersDifferAndNotWhatTheyAre() throws Exception {
    begin("shop");
    assertThat(get("/migrations/shop/mismatches").body()).contains("4711", "1.50");
    String viewer =
        store.accounts().make("vera", Set.of(Role.VIEWER), null, "root").token().reveal();
    for (String path : List.of("/migrations/shop/mismatches", "/migrations/shop/ledger")) {
      HttpResponse<String> answer =
          http.send(
              request(path).header("Authorization", "Bearer " + viewer).build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("4711", "differs").doesNotContain("1.50", "1.5\"");
    }
  }

  @Test
  void aManifestThatIsWrongIsRefusedWithEveryMistake() throws Exception {
    HttpResponse<String> answer = post("/migrations", "migration: shop\nsources: {}\n");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("MANIFEST_INVALID", "manifest:2:1", "sources");
    assertThat(post("/migrations", "").statusCode()).isEqualTo(422);
    assertThat(post("/migrations", "\u0000\ud83d\ude00 {{{").statusCode()).isEqualTo(422);
    assertThat(post("/migrations", "#".repeat(3 << 20)).statusCode()).isBetween(400, 499);
    assertThat(host.names()).isEmpty();
  }

  @Test
  void theReportIsAPageForWhoeverAcceptsOne() throws Exception {
    begin("shop");
    HttpResponse<String> page = report("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("Vary")).contains("Accept");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "sandbox");
    assertThat(page.body()).isEqualTo(get("/migrations/shop/report.html").body());
    for (String accepted : List.of("application/json", "*/*", "application/json, text/html")) {
      assertThat(report(accepted).body()).startsWith("{\"what\"");
    }
  }

  private HttpResponse<String> report(String accepted) throws Exception {
    return http.send(
        allowed("/migrations/shop/report").header("Accept", accepted).build(),
        BodyHandlers.ofString());
  }

  @Test
  void whatWasBegunIsListedInPages() throws Exception {
    begin("shop");
    begin("stock");
    begin("users");
    assertThat(get("/migrations?limit=2").body())
        .contains("\"shop\"", "\"stock\"", "\"next\":\"stock\"")
        .doesNotContain("users");
    assertThat(get("/migrations?limit=2&after=stock").body())
        .contains("\"users\"", "\"next\":null")
        .doesNotContain("shop");
    assertThat(get("/migrations?limit=two").statusCode()).isEqualTo(400);
    assertThat(get("/migrations/shop/manifest").body()).isEqualTo(MANIFEST.formatted("shop"));
  }

  @Test
  void eventsComeAsTheyHappenAndAfterACutFromWhereItWas() throws Exception {
    FakeOpening.Opened shop = begin("shop");
    shop.journal().record(new MigrationEvent.Noted("two\nlines"));
    try (Events events = follow("0")) {
      assertThat(events.next()).contains("id: 1", "MigrationCreated");
      assertThat(events.next()).contains("id: 2", "two\\nlines");
      shop.journal().record(new MigrationEvent.Noted("three"));
      assertThat(events.next()).contains("id: 3", "three");
    }
    try (Events events = follow("2")) {
      assertThat(events.next()).contains("id: 3", "three");
    }
    assertThat(EventLines.read(get("/migrations/shop/events?after=1&limit=1").body()))
        .singleElement()
        .satisfies(event -> assertThat(event.seq()).isEqualTo(2));
  }

  @Test
  void whoeverFollowsDoesNotKeepTheServerFromEnding() throws Exception {
    begin("shop");
    try (Events events = follow("0")) {
      assertThat(events.next()).contains("id: 1");
      server.close();
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void whyItIsNotReadyIsSaid() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    hindrance = Optional.of("the store is away");
    HttpResponse<String> answer = get("/readyz");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("the store is away");
  }

  @Test
  void aLinkShowsOneMigrationToWhoeverHasItUntilItIsTakenAway() throws Exception {
    FakeOpening.Opened shop = begin("shop");
    shop.journal().record(new MigrationEvent.Noted("on host db7 in public.orders"));
    String link =
        post("/migrations/shop/share", "").body().replaceFirst(".*(/share/[^\"]+).*", "$1");
    HttpResponse<String> page =
        http.send(request(link).build(), BodyHandlers.ofString()); // without a token
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("Migration shop", "Paused by the team", "About 50 % of the data")
        .doesNotContain("db7", "public.orders", "script", "a@b", "abort");
    assertThat(page.headers().map())
        .containsEntry("X-Robots-Tag".toLowerCase(Locale.ROOT), List.of("noindex, nofollow"))
        .containsEntry("referrer-policy", List.of("no-referrer"));
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; style-src 'sha256-");
    assertThat(post("/migrations/shop/share", "").body()).doesNotContain(link);
    HttpResponse<String> gone =
        http.send(allowed("/migrations/shop/share").DELETE().build(), BodyHandlers.ofString());
    assertThat(gone.body()).isEqualTo("{\"links\":2}");
    assertThat(http.send(request(link).build(), BodyHandlers.ofString()).statusCode())
        .isEqualTo(404);
  }

  private FakeOpening.Opened begin(String name) throws Exception {
    assertThat(post("/migrations", MANIFEST.formatted(name)).statusCode()).isEqualTo(201);
    return opening.next();
  }

  private void check(ApiSpec.Operation operation, HttpResponse<String> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    spec.check(operation, answer.statusCode(), type, answer.body());
  }

  private Map<String, String> names(String migration) {
    String account = store.accounts().make("bob", Set.of(Role.VIEWER), null, "ann").account().id();
    return Map.of("migration", migration, "account", account, "router", "shop-1");
  }

  private HttpResponse<String> ask(
      ApiSpec.Operation operation, Map<String, String> names, String body) throws Exception {
    return http.send(
        request(operation.on(names))
            .header("Authorization", "Bearer " + token(operation))
            .method(
                operation.method().toUpperCase(Locale.ROOT),
                HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /// Nobody approves anything with the token of the process.
  private String token(ApiSpec.Operation operation) {
    boolean isApproval =
        operation.path().endsWith("/approve") || operation.path().endsWith("/refuse");
    return isApproval
        ? store.accounts().make("anna", Set.of(Role.APPROVER), null, "root").token().reveal()
        : ACCESS.people().reveal();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(allowed(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        allowed(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private Events follow(String last) throws Exception {
    HttpResponse<InputStream> answer =
        http.send(
            allowed("/migrations/shop/events")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", last)
                .build(),
            BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    return new Events(
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
  }

  private HttpRequest.Builder allowed(String path) {
    return request(path).header("Authorization", "Bearer " + ACCESS.people().reveal());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + path));
  }

  private record Events(BufferedReader lines) implements AutoCloseable {
    /// The lines of the next event, without comments; none where the stream has ended.
    String next() throws Exception {
      List<String> event = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && !event.isEmpty()) {
          return String.join("\n", event);
        }
        if (!line.isEmpty() && !line.startsWith(":")) {
          event.add(line);
        }
      }
      return "";
    }

    @Override
    public void close() throws Exception {
      lines.close();
    }
  }
}
