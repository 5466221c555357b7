package io.crossfade.server;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Who asks, as the one says of itself who asks: `user@host` in a header. Who has the token can say
/// anything there.
final class By {
  static final String HEADER = "Crossfade-By";

  private static final int LONGEST = 200;
  private static final String UNKNOWN = "unknown";

  private By() {}

  /// In the letters that a header may have.
  static String encoded(String by) {
    return URLEncoder.encode(by, StandardCharsets.UTF_8).replace("+", "%20").replace("%40", "@");
  }

  /// A bad request where it cannot be a name.
  static String of(Context request) {
    String header = request.header(HEADER);
    if (header == null || header.isBlank()) {
      return UNKNOWN;
    }
    String by = decoded(header);
    if (by.length() > LONGEST || by.chars().anyMatch(Character::isISOControl)) {
      throw bad("has control characters, or more than %d letters".formatted(LONGEST));
    }
    return by;
  }

  private static String decoded(String header) {
    try {
      return URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw bad("has a % that is followed by no number");
    }
  }

  private static BadRequestResponse bad(String why) {
    return new BadRequestResponse("the header " + HEADER + " " + why);
  }
}
