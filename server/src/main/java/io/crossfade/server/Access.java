package io.crossfade.server;

import io.crossfade.model.Secret;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Who may ask for what. Loopback is open to every user and every page in a browser of this
/// machine, so each request bears a token.
///
/// @param people opens everything
/// @param routers opens `/routes/` only: an application that learns its route need not be able to
///   change it
public record Access(Secret people, Secret routers) {
  private static final String PREFIX = "Bearer ";
  private static final int BYTES = 32;

  /// Two new tokens.
  public static Access random() {
    SecureRandom random = new SecureRandom();
    return new Access(token(random), token(random));
  }

  void addTo(RoutesConfig routes) {
    routes.before(this::check);
  }

  private void check(Context request) {
    String path = request.path();
    if (path.equals(HealthRoutes.LIVE) || path.equals(HealthRoutes.READY)) {
      return; // whoever looks after the process asks these, and learns nothing else
    }
    if (path.equals("/login") || path.startsWith("/assets/")) {
      return; // what one sees before one has said who one is
    }
    String header = request.header("Authorization");
    if (header == null || !header.startsWith(PREFIX) || !opens(header, path)) {
      throw new UnauthorizedResponse(
          "this needs the token of the running process; it lies in its state directory, readable for its owner only");
    }
  }

  private boolean opens(String header, String path) {
    byte[] given = header.substring(PREFIX.length()).getBytes(StandardCharsets.UTF_8);
    return isEqual(given, people) || (path.startsWith("/routes/") && isEqual(given, routers));
  }

  /// Takes as long for a wrong token as for the right one.
  private static boolean isEqual(byte[] given, Secret token) {
    return MessageDigest.isEqual(given, token.reveal().getBytes(StandardCharsets.UTF_8));
  }

  private static Secret token(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Secret(HexFormat.of().formatHex(bytes));
  }
}
