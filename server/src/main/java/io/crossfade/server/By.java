package io.crossfade.server;

import io.crossfade.server.access.Principal;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Who asks, for the audit: the name of the account. Whoever has the token of the process itself
/// says of himself who he is, as `user@host` in a header, and can say anything there.
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
    return Gatekeeper.principal(request)
        .filter(Principal::isProven)
        .map(Principal::name)
        .orElseGet(() -> said(request));
  }

  private static String said(Context request) {
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
