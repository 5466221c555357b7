package io.crossfade.gateway.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads where a database is from its JDBC URL: what pgjdbc reads, as far as a gateway needs it.
public final class BackendUrl {
  private static final String BEGIN = "jdbc:postgresql://";
  private static final int STANDARD_PORT = 5432;

  private BackendUrl() {}

  /// @throws IllegalArgumentException saying what is wrong and what to do; nothing of the
  ///   parameters, which may be secret, is told
  public static Backend read(String url) {
    int question = url.indexOf('?');
    String place = question < 0 ? url : url.substring(0, question);
    int slash = place.indexOf('/', BEGIN.length());
    if (!place.startsWith(BEGIN) || slash < 0 || slash == place.length() - 1) {
      throw new IllegalArgumentException(
          place + " does not say a database; write jdbc:postgresql://HOST:PORT/DATABASE");
    }
    String server = place.substring(BEGIN.length(), slash);
    if (server.contains(",")) {
      throw new IllegalArgumentException(
          place + " names several servers, and a gateway speaks to one; name that one");
    }
    int colon = server.lastIndexOf(':');
    boolean hasPort = colon > server.lastIndexOf(']');
    String host = hasPort ? server.substring(0, colon) : server;
    return new Backend(
        host.isEmpty() ? "localhost" : host.replaceAll("^\\[|\\]$", ""),
        hasPort ? port(place, server.substring(colon + 1)) : STANDARD_PORT,
        decoded(place.substring(slash + 1)),
        tls(parameters(question < 0 ? "" : url.substring(question + 1))));
  }

  private static int port(String place, String text) {
    if (!text.matches("\\d{1,5}")) {
      throw new IllegalArgumentException(place + " has no port that is a number; correct it");
    }
    return Integer.parseInt(text);
  }

  /// Null where the URL does not ask for it: what `prefer` may do is worth nothing.
  private static @Nullable BackendTls tls(Map<String, String> parameters) {
    String mode =
        parameters.getOrDefault("sslmode", parameters.containsKey("ssl") ? "require" : "prefer");
    String trusted = parameters.get("sslrootcert");
    return switch (mode) {
      case "disable", "allow", "prefer" -> null;
      case "require", "verify-ca", "verify-full" ->
          new BackendTls(trusted == null ? null : Path.of(trusted));
      default ->
          throw new IllegalArgumentException(
              "sslmode=" + mode + " is not known; write sslmode=verify-full, or leave it out");
    };
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String one : query.split("&", -1)) {
      int equals = one.indexOf('=');
      if (!one.equals("ssl=false") && !one.isEmpty()) {
        parameters.put(
            equals < 0 ? one : one.substring(0, equals),
            equals < 0 ? "" : decoded(one.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
