package io.crossfade.server;

import io.crossfade.server.metrics.Metrics;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `GET /metrics`, for Prometheus; and the time that each request takes.
public final class MetricsRoutes implements Routes {
  private static final String BEGAN = MetricsRoutes.class.getName();
  private static final String PLAIN = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN = "application/openmetrics-text";

  /// A method may be any word that somebody sends.
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Metrics metrics;

  public MetricsRoutes(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.before(request -> request.attribute(BEGAN, System.nanoTime()));
    routes.after(this::answered);
    routes.get("/metrics", this::scrape);
  }

  private void scrape(Context request) {
    String accepted = request.header("Accept");
    boolean open = accepted != null && accepted.contains(OPEN);
    request
        .contentType(open ? OPEN + "; version=1.0.0; charset=utf-8" : PLAIN)
        .result(metrics.scrape(open ? OPEN : PLAIN));
  }

  private void answered(Context request) {
    @Nullable Long began = request.attribute(BEGAN);
    long took = began == null ? 0 : System.nanoTime() - began;
    String method = request.method().name();
    metrics.answered(
        METHODS.contains(method) ? method : "OTHER",
        route(request),
        request.statusCode(),
        Duration.ofNanos(took));
  }

  /// Never the path itself: it holds names, and there are as many as somebody asks for.
  private static String route(Context request) {
    return request.endpoints().list().stream()
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.path)
        .reduce((_, last) -> last)
        .orElse("none");
  }
}
