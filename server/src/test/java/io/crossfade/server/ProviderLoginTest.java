package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.access.Role;
import io.crossfade.engine.store.Store;
import io.crossfade.model.Secret;
import io.crossfade.server.access.StoredAccounts;
import io.crossfade.server.configuration.Oidc;
import io.crossfade.server.hosting.FakeOpening;
import io.crossfade.server.hosting.Host;
import io.crossfade.server.oidc.CodeFlow;
import io.crossfade.server.oidc.TestProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Logging in at a provider, step by step as a browser does it, and what is not believed.
@Timeout(60)
class ProviderLoginTest {
  @TempDir Path directory;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final HttpClient http = HttpClient.newHttpClient();
  private TestProvider provider;
  private Store store;
  private Host host;
  private ControlServer server;

  @BeforeEach
  void start() throws Exception {
    provider = new TestProvider();
    store = Store.open(directory, now::get);
    host = new Host(store, false, directory, new FakeOpening(store));
    Access access = Access.random().and(new StoredAccounts(store.accounts(), now::get));
    SessionRoutes sessions = new SessionRoutes(access, store.accounts(), store.audit());
    Oidc oidc =
        new Oidc(
            provider.issuer(),
            TestProvider.CLIENT,
            "name",
            "groups",
            Map.of(Role.OPERATOR, List.of("dba")),
            new Oidc.Login(null, "openid"));
    server =
        ControlServer.start(
            access,
            List.of(
                new ListRoutes(host),
                sessions,
                new ProviderLoginRoutes(
                    new CodeFlow(oidc, "openid", new Secret(TestProvider.SECRET)),
                    sessions,
                    now::get,
                    null)));
    provider.register(server.address() + "/login/callback");
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
    host.close();
    store.close();
    provider.close();
  }

  @Test
  void whoHasLoggedInThereIsLetInHereAndAudited() throws Exception {
    HttpResponse<String> welcome = answer(begun());
    assertThat(welcome.statusCode()).as(welcome.body()).isEqualTo(200);
    assertThat(welcome.body()).contains("url=/");
    String session = cookie(welcome, "crossfade_session");
    assertThat(setCookie(welcome, "crossfade_session"))
        .contains("HttpOnly", "SameSite=Strict", "Max-Age=3600");
    assertThat(get("/migrations", session).statusCode()).isEqualTo(200);
    assertThat(store.audit().after(0, 100).getLast())
        .returns("ann", entry -> entry.act().who())
        .returns("login", entry -> entry.act().what());
  }

  @Test
  void aSessionOutlivesItsTokenByAnHourAtMost() throws Exception {
    String session = cookie(answer(begun()), "crossfade_session");
    now.set(now.get().plus(Duration.ofMinutes(59)));
    assertThat(get("/migrations", session).statusCode()).isEqualTo(200);
    now.set(now.get().plus(Duration.ofMinutes(2)));
    assertThat(get("/migrations", session).statusCode()).isEqualTo(401);
    now.set(Instant.now());
    provider.telling(
        claims -> claims.expirationTime(Date.from(Instant.now().plus(Duration.ofHours(5)))));
    assertThat(setCookie(answer(begun()), "crossfade_session")).containsPattern("Max-Age=1799\\d");
    provider.telling(
        claims -> claims.expirationTime(Date.from(Instant.now().plus(Duration.ofDays(5)))));
    assertThat(setCookie(answer(begun()), "crossfade_session")).contains("Max-Age=43200");
  }

  @Test
  void anAnswerWithAnotherStateIsRefused() throws Exception {
    provider.answering(state -> "x".repeat(state.length()));
    refused(answer(begun()), "begun");
  }

  @Test
  void anAnswerInABrowserThatHasNotBegunIsRefused() throws Exception {
    HttpResponse<String> begun = begun();
    URI back = confirmed(begun);
    refused(send(back, ""), "begun");
    refused(send(back, "crossfade_login=" + "a.b.c"), "begun");
    assertThat(setCookie(begun, "crossfade_login"))
        .contains("HttpOnly", "SameSite=Lax", "Path=/login", "Max-Age=600");
  }

  @Test
  void aTokenOfAnotherLoginIsRefused() throws Exception {
    provider.telling(claims -> claims.claim("nonce", "another"));
    refused(answer(begun()), "provider");
    provider.telling(claims -> claims.claim("nonce", null));
    refused(answer(begun()), "provider");
    provider.telling(claims -> claims.claim("azp", "another client"));
    refused(answer(begun()), "provider");
  }

  @Test
  void aCodeIsGoodForOnce() throws Exception {
    HttpResponse<String> begun = begun();
    URI back = confirmed(begun);
    String login = cookie(begun, "crossfade_login");
    HttpResponse<String> first = send(back, login);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(setCookie(first, "crossfade_login"))
        .startsWith("crossfade_login=;")
        .contains("1970");
    refused(send(back, login), "provider");
  }

  @Test
  void aCodeOfSomebodyElseIsOfNoUse() throws Exception {
    URI theirs = confirmed(begun());
    HttpResponse<String> mine = begun();
    String state = cookie(mine, "crossfade_login").replaceAll("^[^=]*=|\\..*$", "");
    String code = theirs.getQuery().replaceFirst("^code=", "").replaceFirst("&.*", "");
    URI injected =
        URI.create("%s/login/callback?code=%s&state=%s".formatted(server.address(), code, state));
    refused(send(injected, cookie(mine, "crossfade_login")), "provider");
  }

  @Test
  void whoHasNoRoleIsToldSo() throws Exception {
    provider.telling(claims -> claims.claim("groups", List.of("guests")));
    refused(answer(begun()), "role");
  }

  @Test
  void aProviderThatIsAwayIsToldAndNothingBreaks() throws Exception {
    HttpResponse<String> begun = begun();
    URI back = confirmed(begun);
    provider.close();
    refused(send(back, cookie(begun, "crossfade_login")), "away");
  }

  private HttpResponse<String> begun() throws Exception {
    HttpResponse<String> begun = send(URI.create(server.address() + "/login/provider"), "");
    assertThat(begun.statusCode()).isEqualTo(303);
    return begun;
  }

  /// Where the provider leads back to.
  private URI confirmed(HttpResponse<String> begun) throws Exception {
    URI there = URI.create(begun.headers().firstValue("Location").orElseThrow());
    assertThat(send(there, "").statusCode()).isEqualTo(200);
    HttpResponse<String> back =
        send(URI.create(there.toString().replace("/authorize", "/confirm")), "");
    return URI.create(back.headers().firstValue("Location").orElseThrow());
  }

  private HttpResponse<String> answer(HttpResponse<String> begun) throws Exception {
    return send(confirmed(begun), cookie(begun, "crossfade_login"));
  }

  private static void refused(HttpResponse<String> response, String why) {
    assertThat(response.headers().firstValue("Location")).contains("/login?refused=" + why);
    assertThat(response.headers().allValues("Set-Cookie"))
        .noneMatch(cookie -> cookie.startsWith("crossfade_session"));
  }

  private static String setCookie(HttpResponse<String> response, String name) {
    return response.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(name))
        .findFirst()
        .orElseThrow();
  }

  private static String cookie(HttpResponse<String> response, String name) {
    return setCookie(response, name).replaceFirst(";.*", "");
  }

  private HttpResponse<String> get(String path, String cookie) throws Exception {
    return send(URI.create(server.address() + path), cookie);
  }

  private HttpResponse<String> send(URI address, String cookie) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
