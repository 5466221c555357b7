package io.crossfade.engine.metrics;

import io.crossfade.engine.manifest.Durations;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.model.CrossfadeException;
import io.crossfade.transfer.Timing;
import io.crossfade.transfer.Watched;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a Prometheus server for one number. Whatever is not exactly one is none: an empty answer
/// must never look like a good one.
public final class PrometheusSource implements Source {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// One number is a few hundred bytes.
  private static final long LONGEST = 1 << 20;

  private static final BodyHandler<String> ANSWER =
      BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST);

  private final Metric.Prometheus metric;
  private final SecretReferences secrets;
  private final Timing timing;

  public PrometheusSource(Metric.Prometheus metric, SecretReferences secrets, Timing timing) {
    this.metric = metric;
    this.secrets = secrets;
    this.timing = timing;
  }

  @Override
  public Sample sample() {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(metric.timeout()).build()) {
      try {
        CompletableFuture<HttpResponse<String>> asked = client.sendAsync(request(), ANSWER);
        if (!isDoneInTime(asked)) {
          return none("does not answer within " + Durations.print(metric.timeout()));
        }
        HttpResponse<String> response = asked.get();
        return response.statusCode() == 200
            ? number(response.body())
            : none("answered with status " + response.statusCode());
      } finally {
        client.shutdownNow(); // its end is waited for, and an answer may never end
      }
    } catch (ExecutionException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      return none("does not answer (%s)".formatted(why.getClass().getSimpleName()));
    } catch (CrossfadeException e) {
      return none("cannot be asked: " + e.getMessage());
    } catch (IllegalArgumentException _) {
      return none("cannot be asked: HTTP takes no such URL (a _ in the host's name?)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return none("was not waited for");
    }
  }

  /// The whole of it: the client itself only limits the time to where an answer begins.
  private boolean isDoneInTime(CompletableFuture<?> asked) throws InterruptedException {
    Watched watched = new Watched(timing);
    var _ = asked.whenComplete((_, _) -> watched.change(() -> {}));
    return watched.await(asked::isDone, metric.timeout());
  }

  /// The token is read anew each time: it may be one that somebody else renews.
  private HttpRequest request() {
    String query = URLEncoder.encode(metric.query(), StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(metric.url() + "/api/v1/query?query=" + query))
            .timeout(metric.timeout())
            .header("Accept", "application/json");
    if (metric.token() != null) {
      request.header("Authorization", "Bearer " + secrets.token(metric.token()).reveal());
    }
    return request.GET().build();
  }

  private Sample number(String body) {
    try {
      JsonNode data = JSON.readTree(body).path("data");
      JsonNode result = data.path("result");
      return switch (data.path("resultType").asString("")) {
        case "scalar" -> value(result);
        case "vector" ->
            result.size() == 1
                ? value(result.path(0).path("value"))
                : none(
                    result.isEmpty()
                        ? "has no data for the query"
                        : "gave %d series, and one number is wanted: sum(...) them"
                            .formatted(result.size()));
        default -> none("gave no instant vector and no scalar");
      };
    } catch (JacksonException | NumberFormatException _) {
      return none("gave an answer that is none of its own");
    }
  }

  /// Numbers are texts there, for JSON knows no NaN.
  private static Sample value(JsonNode pair) {
    String text = pair.path(1).asString("");
    return Sample.of(
        switch (text) {
          case "+Inf" -> Double.POSITIVE_INFINITY;
          case "-Inf" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(text);
        });
  }

  private Sample none(String why) {
    return Sample.none("Prometheus at " + metric.url() + " " + why);
  }
}
