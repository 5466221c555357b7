package io.crossfade.mysql;

import io.crossfade.connector.Address;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL as people know it: as the servers' own clients take it, {@code mysql://user@host/database},
 * or as one of the two drivers does.
 */
final class TypedUrl {
  private static final Pattern URL =
      Pattern.compile(
          "(?:jdbc:)?(mysql|mariadb)://(?:([^/?@]*)@)?([^/?@]*)(?:/([^?]*))?(?:\\?(.*))?");

  /** The driver of MariaDB, which we use for both, has words of its own for encryption. */
  private static final Map<String, String> SSL_MODES =
      Map.of(
          "disabled", "disable",
          "required", "trust",
          "verify_ca", "verify-ca",
          "verify_identity", "verify-full");

  private TypedUrl() {}

  static Optional<Address> read(String typed) {
    Matcher url = URL.matcher(typed.strip());
    if (!url.matches()) {
      return Optional.empty();
    }
    String login = url.group(2) == null ? "" : url.group(2);
    if (login.contains(":")) {
      throw holdsPassword();
    }
    String user = login.isEmpty() ? null : decoded(login);
    List<String> parameters = new ArrayList<>();
    for (String parameter : (url.group(5) == null ? "" : url.group(5)).split("&", -1)) {
      String name = parameter.replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
      String value = parameter.substring(parameter.indexOf('=') + 1);
      if (name.contains("password")) {
        throw holdsPassword();
      }
      if (name.equals("user")) {
        user = decoded(value);
      } else if (!parameter.isEmpty()) {
        parameters.add(forDriver(parameter));
      }
    }
    return Optional.of(address(url, parameters, user));
  }

  /** Encryption as the driver knows it: by another name it would go on without. */
  static String forDriver(String parameter) {
    String name = parameter.replaceFirst("=.*", "");
    if (!name.equalsIgnoreCase("ssl-mode") && !name.equalsIgnoreCase("sslmode")) {
      return parameter;
    }
    String mode = parameter.substring(parameter.indexOf('=') + 1).toLowerCase(Locale.ROOT);
    return "sslMode=" + SSL_MODES.getOrDefault(mode, mode);
  }

  private static Address address(Matcher url, List<String> parameters, @Nullable String user) {
    String host = url.group(3);
    String database = url.group(4) == null ? "" : url.group(4);
    return new Address(
        "jdbc:"
            + url.group(1)
            + "://"
            + (host.isEmpty() ? "localhost" : host)
            + "/"
            + database
            + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters)),
        user,
        decoded(database));
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
