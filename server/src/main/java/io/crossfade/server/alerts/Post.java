package io.crossfade.server.alerts;

import io.crossfade.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// Sends JSON to an address that may hold a token, and therefore stands in no error.
final class Post {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int FIRST_ERROR = 300;
  private static final int SERVERS_OWN = 500;

  /// Those that pass by themselves.
  private static final Set<Integer> LATER = Set.of(401, 403, 404, 408, 425, 429);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          // whoever answers must not send our words elsewhere
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Secret url;

  Post(Secret url) {
    this.url = url;
  }

  void send(String json, Map<String, String> headers) throws IOException, InterruptedException {
    int status = answer(request(json, headers));
    if (status >= FIRST_ERROR) {
      String why = "it answered " + status;
      throw status >= SERVERS_OWN || LATER.contains(status) || status < 400
          ? new IOException(why)
          : new Channel.Refused(why);
    }
  }

  private int answer(HttpRequest request) throws IOException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      // its words may quote the address
      throw new IOException(e.getClass().getSimpleName());
    }
  }

  private HttpRequest request(String json, Map<String, String> headers) throws IOException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url.reveal()))
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .header("User-Agent", "crossfade")
              .POST(HttpRequest.BodyPublishers.ofString(json));
      headers.forEach(request::setHeader);
      return request.build();
    } catch (IllegalArgumentException _) {
      // its words quote what was refused
      throw new IOException(
          "HTTP takes no such url (https://HOST/..., without a _ in HOST) or no such token; look at the file or the variable that holds it");
    }
  }
}
