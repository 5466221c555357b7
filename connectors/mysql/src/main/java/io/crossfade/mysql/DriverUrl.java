package io.crossfade.mysql;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mariadb.jdbc.Configuration;

/**
 * A manifest's URL as the driver understands it. What it does not know it passes over in silence.
 */
final class DriverUrl {
  private static final Pattern OF_ENCRYPTION = Pattern.compile("(?i).*(ssl|tls|cert|verify).*");

  private DriverUrl() {}

  /** MANIFEST_INVALID where it wants an encryption that there would not be. */
  static String of(String url) {
    int at = url.indexOf('?') + 1;
    if (at == 0) {
      return url;
    }
    String known =
        url.substring(0, at)
            + Arrays.stream(url.substring(at).split("&", -1))
                .map(TypedUrl::forDriver)
                .collect(Collectors.joining("&"));
    unknown(known).stringPropertyNames().stream()
        .filter(option -> OF_ENCRYPTION.matcher(option).matches())
        .findFirst()
        .ifPresent(option -> {
          throw new CrossfadeException(
              ErrorCode.MANIFEST_INVALID,
              "the URL %s has the option %s, which the driver does not know, so that nothing would be encrypted by it; write sslMode=trust, verify-ca or verify-full"
                  .formatted(url.substring(0, at - 1), option));
        });
    return known;
  }

  private static Properties unknown(String url) {
    try {
      return Configuration.parse(url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:"))
          .nonMappedOptions();
    } catch (SQLException e) {
      return new Properties(); // whoever connects says what is wrong with it
    }
  }
}
