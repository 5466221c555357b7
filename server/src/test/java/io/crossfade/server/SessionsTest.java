package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.access.Account;
import io.crossfade.engine.access.Role;
import io.crossfade.engine.store.Accounts;
import io.crossfade.engine.store.Store;
import io.crossfade.server.access.Principal;
import io.crossfade.server.access.StoredAccounts;
import io.crossfade.server.hosting.FakeOpening;
import io.crossfade.server.hosting.Host;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How long a stay in a browser lasts, and what of the store those learn who are not let in.
@Timeout(60)
class SessionsTest {
  private static final HttpRequest.BodyPublisher NOTHING = HttpRequest.BodyPublishers.noBody();

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
    access = Access.random().and(new StoredAccounts(store.accounts(), now::get), this::ofProvider);
    server = serve(access);
  }

  /// A token that ends in a minute.
  private Optional<Principal> ofProvider(String token) {
    Instant ends = Instant.parse("2026-11-22T12:01:00Z");
    return token.equals("signed") && now.get().isBefore(ends)
        ? Optional.of(new Principal("carl", Set.of(Role.VIEWER), "oidc", ends))
        : Optional.empty();
  }

  private ControlServer serve(Access given) {
    return ControlServer.start(
        given,
        List.of(
            new ShareRoutes(host, host.states(), store.shares()),
            new ListRoutes(host),
            new AccountRoutes(store.accounts(), now::get),
            new SessionRoutes(given, store.accounts(), store.audit())));
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
    host.close();
    store.close();
  }

  @Test
  void aSessionCannotRenewItselfAndEndsWithTheAccount() throws Exception {
    Accounts.Issued ann = account();
    String first = session(logIn(ann.token().reveal()));
    assertThat(session(logIn(first.replaceFirst(".*=", "")))).isEmpty();
    assertThat(withSession(first).statusCode()).isEqualTo(200);
    assertThat(store.accounts().revoke(ann.account().id())).isTrue();
    now.set(now.get().plusSeconds(2));
    assertThat(withSession(first).statusCode()).isEqualTo(401);
  }

  @Test
  void aSessionOfTheProcessEndsWithIt() throws Exception {
    String session = session(logIn(access.people().reveal()));
    assertThat(withSession(session).statusCode()).isEqualTo(200);
    server.close();
    server = serve(Access.random().and(new StoredAccounts(store.accounts(), now::get)));
    assertThat(withSession(session).statusCode()).isEqualTo(401);
  }

  @Test
  void aSessionOfAProvidersTokenEndsWithIt() throws Exception {
    String session = session(logIn("signed"));
    now.set(now.get().plusSeconds(59));
    assertThat(withSession(session).statusCode()).isEqualTo(200);
    now.set(now.get().plusSeconds(2));
    assertThat(withSession(session).statusCode()).isEqualTo(401);
  }

  @Test
  void aSessionIsListedAndRevokedByItsId() throws Exception {
    String owner = access.people().reveal();
    String session = session(logIn("signed"));
    Account listed = store.accounts().all().getFirst();
    assertThat(listed.name()).isEqualTo("carl");
    assertThat(get("/accounts", owner).body())
        .contains(listed.id(), "\"behind\":\"oidc\"", "\"ends\":\"2026-11-22T12:01:00Z\"");
    assertThat(delete("/accounts/" + listed.id(), owner).statusCode()).isEqualTo(204);
    now.set(now.get().plusSeconds(2));
    assertThat(withSession(session).statusCode()).isEqualTo(401);
    assertThat(get("/accounts", owner).body()).doesNotContain(listed.id());
  }

  @Test
  void whoIsNotLetInLearnsNothingOfTheStore() throws Exception {
    String unknown = account().token().reveal();
    store.close();
    for (HttpResponse<String> answer :
        List.of(get("/migrations", unknown), get("/share/none", unknown), logIn(unknown))) {
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .contains("the log of the server says why")
          .doesNotContain(directory.toString(), "store");
    }
    assertThat(get("/migrations", access.people().reveal()).body())
        .as("who was let in is told what to mend")
        .contains(directory.toString());
  }

  @Test
  void aFormThatComesSlowlyKeepsNobodyOut() throws Exception {
    String form = "Content-Type: application/x-www-form-urlencoded\r\n";
    try (SlowSender _ = SlowSender.of(server, "/login", form)) {
      String session = session(logIn(account().token().reveal()));
      assertThat(withSession(session).statusCode()).isEqualTo(200);
      assertThat(get("/share/none", "").statusCode()).isEqualTo(404);
      HttpResponse<String> out = send(request("/logout").header("Cookie", session).POST(NOTHING));
      assertThat(out.statusCode()).isEqualTo(303);
      assertThat(store.accounts().isSession(session.replaceFirst(".*=", ""))).isFalse();
    }
  }

  @Test
  void aSessionOfTheOwnerThatAFormerVersionMadeOpensNothing() throws Exception {
    Accounts.Issued former =
        store
            .accounts()
            .session("", Set.of(Role.ADMIN, Role.VIEWER), SessionRoutes.LASTS, null, "owner");
    assertThat(withSession(SessionRoutes.COOKIE + "=" + former.token().reveal()).statusCode())
        .isEqualTo(401);
  }

  private static String session(HttpResponse<String> loggedIn) {
    return loggedIn.headers().firstValue("Set-Cookie").orElse("").replaceFirst(";.*", "");
  }

  private Accounts.Issued account() {
    return store.accounts().make("ann", Set.of(Role.VIEWER), null, "root");
  }

  private HttpResponse<String> logIn(String token) throws Exception {
    return send(
        request("/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("token=" + token)));
  }

  private HttpResponse<String> withSession(String cookie) throws Exception {
    return send(request("/migrations").header("Cookie", cookie));
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return send(request(path).header("Authorization", "Bearer " + token));
  }

  private HttpResponse<String> delete(String path, String token) throws Exception {
    return send(request(path).header("Authorization", "Bearer " + token).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
