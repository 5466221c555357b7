package io.crossfade.server;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.javalin.http.Context;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A browser sends its cookies along with what the page of somebody else asks for. So what changes
/// something must bear a header that no such page can send, and must not come from one as the
/// browser tells. See the OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Custom Request
/// Headers" and "Fetch Metadata".
final class SamePage {
  static final String HEADER = "Crossfade-Page";

  private SamePage() {}

  /// NOT_PERMITTED where another page has asked.
  static void require(Context request) {
    if (request.header(HEADER) == null) {
      throw refused("it lacks the header " + HEADER);
    }
    requireSameOrigin(request);
  }

  /// For plain forms, which cannot bear a header of ours.
  static void requireSameOrigin(Context request) {
    @Nullable String site = request.header("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      throw refused("the browser says that it is " + site);
    }
    @Nullable String origin = request.header("Origin");
    if (origin != null && !isOurs(origin, request.host())) {
      throw refused("it comes from another origin");
    }
  }

  private static boolean isOurs(String origin, @Nullable String host) {
    try {
      return URI.create(origin).getRawAuthority() != null
          && URI.create(origin).getRawAuthority().equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false; // such as the origin of a page that hides where it is from
    }
  }

  private static CrossfadeException refused(String why) {
    return new CrossfadeException(
        ErrorCode.NOT_PERMITTED,
        "this was asked for by a page that is not Crossfade's: %s. Nothing was done."
            .formatted(why));
  }
}
