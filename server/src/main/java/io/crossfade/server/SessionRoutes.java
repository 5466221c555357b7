package io.crossfade.server;

import io.crossfade.engine.access.Role;
import io.crossfade.engine.audit.Act;
import io.crossfade.engine.store.Accounts;
import io.crossfade.engine.store.AuditLog;
import io.crossfade.model.Secret;
import io.crossfade.server.access.Bounded;
import io.crossfade.server.access.Principal;
import io.crossfade.server.oidc.LoginRefusal;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.javalin.http.UnsupportedMediaTypeResponse;
import io.javalin.plugin.bundled.RateLimitPlugin;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// `POST /login` with a token in a form makes a session in the browser, as a cookie. `POST /logout`
/// ends it. The token itself does not stay in the browser.
public final class SessionRoutes implements Routes {
  static final String LOGIN = "/login";
  static final String COOKIE = "crossfade_session";

  private static final String LOGOUT = "/logout";
  private static final String FORM = "application/x-www-form-urlencoded";
  static final Duration LASTS = Duration.ofHours(12);
  static final int TRIES_A_MINUTE = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Access access;
  private final Accounts accounts;
  private final AuditLog audit;

  /// Those of whom nobody knows yet who they are, at the store: not while their form comes in,
  /// which they may send as slowly as they like.
  private final Bounded strangers = new Bounded(1, PATIENCE);

  public SessionRoutes(Access access, Accounts accounts, AuditLog audit) {
    this.access = access;
    this.accounts = accounts;
    this.audit = audit;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post(LOGIN, this::logIn, Needs.NOTHING);
    routes.post(LOGOUT, this::logOut, Needs.NOTHING);
  }

  private void logIn(Context request) {
    request.with(RateLimitPlugin.class).requestPerTimeUnit(TRIES_A_MINUTE, TimeUnit.MINUTES);
    SamePage.requireSameOrigin(request);
    Optional<Principal> principal = principal(request);
    if (principal.isEmpty()) {
      request.redirect(LOGIN + "?refused=" + LoginRefusal.TOKEN.spelled(), HttpStatus.SEE_OTHER);
      return;
    }
    begin(request, principal.get(), LASTS);
    request.redirect("/", HttpStatus.SEE_OTHER);
  }

  /// Nobody by the token of a session, which would renew itself for ever. A form of another kind is
  /// not read, for it may be of any size.
  private Optional<Principal> principal(Context request) {
    String type = request.contentType();
    if (type == null || !type.startsWith(FORM)) {
      throw new UnsupportedMediaTypeResponse("a form is wanted here: " + FORM);
    }
    return Optional.ofNullable(request.formParam("token"))
        .map(String::strip)
        .filter(token -> !strangers.call(() -> accounts.isSession(token)))
        .flatMap(access::principal);
  }

  /// From now on this browser is let in, as whoever has just been found to sit before it.
  void begin(Context request, Principal principal, Duration lasts) {
    Accounts.Issued issued =
        accounts.session(
            principal.name(), principal.roles(), lasts, principal.ends(), principal.account());
    var _ =
        audit.tryToAppend(
            Act.asked(
                principal.isProven() ? principal.name() : By.of(request),
                "",
                "login",
                Act.details(
                    Map.of(
                        "session", issued.account().id(), "roles", Role.text(principal.roles())))));
    request.cookie(cookie(request, issued.token(), (int) lasts.toSeconds()));
  }

  private void logOut(Context request) {
    SamePage.requireSameOrigin(request);
    request.cookie(cookie(request, new Secret(""), 0));
    request.redirect(LOGIN, HttpStatus.SEE_OTHER);
    String token = request.cookie(COOKIE);
    if (token != null) {
      boolean _ = strangers.call(() -> accounts.end(token));
    }
  }

  private static Cookie cookie(Context request, Secret token, int seconds) {
    boolean onlyEncrypted = request.scheme().equals("https");
    return new Cookie(
        COOKIE, token.reveal(), "/", seconds, onlyEncrypted, true, null, SameSite.STRICT);
  }
}
