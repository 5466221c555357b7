package io.crossfade.server;

import io.crossfade.server.access.Principal;
import io.crossfade.server.oidc.Begun;
import io.crossfade.server.oidc.CodeFlow;
import io.crossfade.server.oidc.LoginAnswer;
import io.crossfade.server.oidc.LoginRefusal;
import io.crossfade.server.pages.Sheet;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.javalin.plugin.bundled.RateLimitPlugin;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /login/provider` sends a browser to the provider, `GET /login/callback` is where it comes
/// back to, with a session then as after a login with a token.
public final class ProviderLoginRoutes implements Routes {
  static final String PROVIDER = "/login/provider";
  static final String CALLBACK = "/login/callback";

  /// So long a session lasts at least: many providers give tokens for a few minutes only, of which
  /// nobody could keep a page open.
  static final Duration AT_LEAST = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(ProviderLoginRoutes.class);
  private static final String COOKIE = "crossfade_login";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final CodeFlow flow;
  private final SessionRoutes sessions;
  private final InstantSource clock;
  private final @Nullable String url;

  /// @param url of this server, as browsers know it; null for as they say it
  public ProviderLoginRoutes(
      CodeFlow flow, SessionRoutes sessions, InstantSource clock, @Nullable String url) {
    this.flow = flow;
    this.sessions = sessions;
    this.clock = clock;
    this.url = url;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(PROVIDER, this::begin, Needs.NOTHING);
    routes.get(CALLBACK, this::end, Needs.NOTHING);
  }

  private void begin(Context request) {
    limit(request);
    Begun begun = flow.begin();
    try {
      String there = flow.authorization(begun, callback(request)).toString();
      request.cookie(cookie(request, begun.text(), (int) PATIENCE.toSeconds()));
      request.redirect(there, HttpStatus.SEE_OTHER);
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("nobody can log in at {}: {}", flow.issuer(), e.getMessage());
      refuse(request, LoginRefusal.AWAY);
    }
  }

  private void end(Context request) throws InterruptedException {
    limit(request);
    Optional<Begun> begun =
        Begun.read(request.cookie(COOKIE))
            .filter(one -> one.isAnsweredBy(request.queryParam("state")));
    request.cookie(cookie(request, "", 0)); // an answer counts once
    if (begun.isEmpty()) {
      refuse(request, LoginRefusal.BEGUN);
      return;
    }
    String code = request.queryParam("code");
    if (code == null || !isOfIssuer(request.queryParam("iss"))) {
      refuse(request, LoginRefusal.PROVIDER);
      return;
    }
    switch (flow.redeem(begun.get(), code, callback(request))) {
      case LoginAnswer.Refused refused -> refuse(request, refused.why());
      case LoginAnswer.Known(Principal who, Instant until) -> {
        sessions.begin(request, who.withoutEnd(), lasts(until));
        welcome(request);
      }
    }
  }

  /// As long as the token, and an hour at least.
  private Duration lasts(Instant until) {
    Duration left = Duration.between(clock.instant(), until);
    Duration enough = left.compareTo(AT_LEAST) < 0 ? AT_LEAST : left;
    return enough.compareTo(SessionRoutes.LASTS) > 0 ? SessionRoutes.LASTS : enough;
  }

  /// A page of our own and no redirect: a browser keeps the cookie of the session back for as long
  /// as another site leads it.
  private static void welcome(Context request) {
    request
        .header("Content-Security-Policy", Sheet.POLICY)
        .html(
            new Sheet("Logged in", "<meta http-equiv=\"refresh\" content=\"0;url=/\">")
                .link("/", "Go on to the migrations")
                .html());
  }

  /// Providers need not say who answers (RFC 9207); one that does must be ours.
  private boolean isOfIssuer(@Nullable String issuer) {
    return issuer == null || issuer.equals(flow.issuer().toString());
  }

  private String callback(Context request) {
    String base = url == null ? request.scheme() + "://" + request.host() : url;
    return base.replaceFirst("/$", "") + CALLBACK;
  }

  private static void limit(Context request) {
    request
        .with(RateLimitPlugin.class)
        .requestPerTimeUnit(SessionRoutes.TRIES_A_MINUTE, TimeUnit.MINUTES);
  }

  private static void refuse(Context request, LoginRefusal why) {
    request.redirect(SessionRoutes.LOGIN + "?refused=" + why.spelled(), HttpStatus.SEE_OTHER);
  }

  /// Sent along when the provider leads back, which is another site.
  private static Cookie cookie(Context request, String value, int seconds) {
    boolean onlyEncrypted = request.scheme().equals("https");
    return new Cookie(
        COOKIE, value, SessionRoutes.LOGIN, seconds, onlyEncrypted, true, null, SameSite.LAX);
  }
}
