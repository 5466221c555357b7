package io.crossfade.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// What a browser may do with an answer: show it, and nothing else that is not Crossfade's own.
final class SecurityHeaders implements Routes {
  static final String POLICY =
      "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  @Override
  public void addTo(RoutesConfig routes) {
    routes.before(SecurityHeaders::add);
  }

  private static void add(Context answer) {
    answer
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Cache-Control", "no-store");
    if (answer.scheme().equals("https")) {
      answer.header("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
