package io.crossfade.postgresql;

import io.crossfade.connector.Address;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL as people know it: as psql takes it, {@code postgresql://user@host/database}, or as the
 * driver does.
 */
final class TypedUrl {
  private static final String JDBC = "jdbc:postgresql:";

  private static final Pattern URL =
      Pattern.compile(
          "(?:jdbc:postgresql|postgresql|postgres)://(?:([^/?@]*)@)?([^/?@]*)(?:/([^?]*))?(?:\\?(.*))?");

  private TypedUrl() {}

  static Optional<Address> read(String typed) {
    Matcher url = URL.matcher(typed.strip());
    if (!url.matches()) {
      return Optional.empty();
    }
    String login = url.group(1) == null ? "" : url.group(1);
    if (login.contains(":")) {
      throw holdsPassword();
    }
    String user = login.isEmpty() ? null : decoded(login);
    List<String> parameters = new ArrayList<>();
    for (String parameter : (url.group(4) == null ? "" : url.group(4)).split("&", -1)) {
      String name = parameter.replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
      if (name.contains("password")) {
        throw holdsPassword();
      }
      if (name.equals("user")) {
        user = decoded(parameter.substring(parameter.indexOf('=') + 1));
      } else if (!parameter.isEmpty()) {
        parameters.add(parameter);
      }
    }
    return Optional.of(address(url.group(2), url.group(3), parameters, user));
  }

  private static Address address(
      String host, @Nullable String path, List<String> parameters, @Nullable String user) {
    String database = path == null ? "" : path;
    String url =
        JDBC
            + "//"
            + (host.isEmpty() ? "localhost" : host)
            + "/"
            + database
            + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    return new Address(url, user, decoded(database));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static CrossfadeException holdsPassword() {
    return new CrossfadeException(
        ErrorCode.MANIFEST_INVALID,
        "one of the URLs holds a password, which everybody on this machine could read in the list of"
            + " processes; take it out, and say it in an environment variable or a file");
  }
}
