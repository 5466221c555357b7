package io.crossfade.server;

import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/// Refuses every other method before anything else sees it. A method may be any word that somebody
/// sends, and what comes after us would remember each of them for ever.
final class KnownMethods implements HttpConfiguration.Customizer {
  private static final Set<String> KNOWN =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    if (!KNOWN.contains(request.getMethod())) {
      throw new HttpException.RuntimeException(
          HttpStatus.NOT_IMPLEMENTED_501, "no method that is known here");
    }
    return request;
  }
}
