package io.crossfade.client;

import io.crossfade.model.FindingsText;
import io.crossfade.model.RouterFindings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The control plane's requests: wait for a route, be told of routes, and say how far the router is.
 */
final class RouteEndpoint {
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** How long an answer may take beyond the time that it was asked to wait. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How long a stream may be silent; it has a sign of life far more often. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private static final String EVENTS = "text/event-stream";
  private static final int MISDIRECTED = 421;

  /** What a server says which does not carry the migration on. */
  private static final String CARRIER = "Crossfade-Carried-By";

  private final ControlPlane plane;
  private final String router;

  RouteEndpoint(ControlPlane plane, String router) {
    this.plane = plane;
    this.router = router;
  }

  /** The same at another server; throws where our token must not be shown there. */
  RouteEndpoint at(Referred to) throws IOException {
    return new RouteEndpoint(
        plane
            .at(to.server())
            .orElseThrow(() ->
                new IOException(
                    "The token is not sent there: one of the two is http, the other https: "
                        + to.server())),
        router);
  }

  /** Waits for a route newer than {@code epoch}. Says how far the router is as well. */
  RouteAnswer poll(long epoch, Duration wait, RouterState state) throws IOException {
    String query = "?after=" + epoch + "&wait=" + wait.toMillis() + "&router=" + encoded();
    HttpURLConnection request = open("GET", query + "&" + stateQuery(state), wait.plus(GRACE));
    return RouteText.parse(answer(request));
  }

  /** Asks to be told of every route from now on. Says how far the router is as well. */
  RouteStream subscribe(RouterState state) throws IOException {
    HttpURLConnection request =
        open("GET", "?router=" + encoded() + "&" + stateQuery(state), SILENCE);
    request.setRequestProperty("Accept", EVENTS);
    String type = request.getContentType();
    if (request.getResponseCode() != HttpURLConnection.HTTP_OK
        || type == null
        || !type.startsWith(EVENTS)) {
      throw new IOException("The control plane offers no stream: " + answer(request).strip());
    }
    return new RouteStream(request.getInputStream());
  }

  void report(RouterState state) throws IOException {
    HttpURLConnection request =
        open("PUT", "/routers/" + encoded() + "?" + stateQuery(state), GRACE);
    request.setDoOutput(true);
    request.setFixedLengthStreamingMode(0);
    answer(request);
  }

  void tell(long epoch, RouterFindings findings) throws IOException {
    byte[] body = FindingsText.write(findings).getBytes(StandardCharsets.UTF_8);
    HttpURLConnection request =
        open("PUT", "/routers/" + encoded() + "/findings?epoch=" + epoch, GRACE);
    request.setRequestProperty("Content-Type", "text/plain;charset=utf-8");
    request.setDoOutput(true);
    request.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = request.getOutputStream()) {
      out.write(body);
    }
    answer(request);
  }

  private String encoded() {
    return URLEncoder.encode(router, StandardCharsets.UTF_8);
  }

  private static String stateQuery(RouterState state) {
    return "epoch="
        + state.epoch()
        + "&inFlight="
        + state.inFlight()
        + "&drained="
        + state.drained()
        + "&leaving="
        + state.leaving()
        + "&sequence="
        + state.sequence()
        + "&ended="
        + state.ended()
        + "&failed="
        + state.failed()
        + "&busyNanos="
        + state.busyNanos()
        + "&ready="
        + (state.ready() == null ? "NONE" : state.ready());
  }

  private HttpURLConnection open(String method, String suffix, Duration patience)
      throws IOException {
    URI uri = URI.create(plane.routes() + suffix);
    HttpURLConnection request = (HttpURLConnection) uri.toURL().openConnection();
    request.setRequestMethod(method);
    authorize(request);
    request.setInstanceFollowRedirects(false);
    request.setUseCaches(false);
    request.setConnectTimeout((int) CONNECT.toMillis());
    request.setReadTimeout((int) patience.toMillis());
    return request;
  }

  private void authorize(HttpURLConnection request) throws IOException {
    try {
      request.setRequestProperty("Authorization", "Bearer " + plane.token().reveal());
    } catch (IllegalArgumentException e) {
      // Its words quote the token.
      throw new IOException(
          "The token for "
              + plane.routes()
              + " has a line break or the like, and no header takes it");
    }
  }

  private String answer(HttpURLConnection request) throws IOException {
    int status = request.getResponseCode();
    // Read to the end also where nothing is expected, or the connection is not used again.
    InputStream stream = status < 400 ? request.getInputStream() : request.getErrorStream();
    String body = "";
    if (stream != null) {
      try (stream) {
        body = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    String carrier = request.getHeaderField(CARRIER);
    if (status == MISDIRECTED && carrier != null) {
      throw new Referred(carrier);
    }
    if (status / 100 != 2) {
      throw new IOException(
          "The control plane at " + plane.routes() + " answered " + status + " " + body.strip());
    }
    return body;
  }
}
