package io.crossfade.server;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.wire.WireJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// One request to another process. A server knows it by a key of its own, so that it is asked once
/// more where a connection breaks, and what it asks for is done once.
///
/// @param migration that it is about, for messages
/// @param by who asks, as `user@host`
record Question(String method, String path, String body, String migration, String by) {
  private static final int FIRST_ERROR = 300;

  /// Of a token that counts at the one server only.
  private static final int NOT_LET_IN = 401;

  private static final int CONFLICT = 409;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Within which whoever is there says how he is doing, whatever else he does: one that was
  /// stopped, or whose connection was forgotten as it ended, never would.
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  /// The answer's body. Errors come as they were thrown there. Where another server carries the
  /// migration on, that one is asked.
  String ask(RemotePlace place, HttpClient http) {
    String key = UUID.randomUUID().toString();
    HttpResponse<String> answer = send(place, http, key);
    if (answer.statusCode() < FIRST_ERROR) {
      return answer.body();
    }
    CrossfadeException problem = problem(place, answer);
    String url = problem.fields().getOrDefault("url", "");
    if (problem.code() != ErrorCode.CARRIED_ELSEWHERE || url.isEmpty()) {
      throw problem;
    }
    RemotePlace other = place.referred(url).orElseThrow(() -> problem);
    HttpResponse<String> there = send(other, http, key);
    if (there.statusCode() < FIRST_ERROR) {
      return there.body();
    }
    throw there.statusCode() == NOT_LET_IN ? problem : problem(other, there);
  }

  private HttpResponse<String> send(RemotePlace place, HttpClient http, String key) {
    HttpRequest request = request(place, key);
    @Nullable Instant broken = null;
    while (true) {
      try {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (!isUnderWay(answer)) {
          return answer;
        }
        broken = null;
      } catch (InterruptedException e) {
        throw interrupted(place, e);
      } catch (IOException e) {
        boolean mayAskAgain = broken == null ? isBreak(place, e) : isBefore(broken.plus(PATIENCE));
        if (!mayAskAgain) {
          throw place.gone(migration, why(e), e);
        }
        broken = broken == null ? Instant.now() : broken;
      }
      pause(place);
    }
  }

  HttpRequest request(RemotePlace place, String key) {
    try {
      return built(place, key);
    } catch (IllegalArgumentException _) {
      // its words quote what was refused: the token
      throw new CrossfadeException(
          ErrorCode.NOT_RUNNING,
          "%s cannot be asked: HTTP takes no such URL, or no such token. Look at both."
              .formatted(place.name()));
    }
  }

  private HttpRequest built(RemotePlace place, String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(place.url() + path))
            .header("Authorization", "Bearer " + place.token().reveal())
            .header(By.HEADER, By.encoded(by))
            .header(KeyedRequests.HEADER, key)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (path.endsWith("/status") || path.startsWith("/migrations?")) {
      request.timeout(SOON);
    }
    return request.build();
  }

  /// Whether the request may have arrived, and a server knows it again by its key. Whoever cannot
  /// be reached from the beginning is not waited for.
  private boolean isBreak(RemotePlace place, IOException e) {
    boolean isKnownAgain =
        method.equals("GET") || path.startsWith("/migrations") && !path.endsWith("/share");
    boolean isReached =
        !(e instanceof ConnectException
            || e instanceof HttpConnectTimeoutException
            || e instanceof SSLException);
    return place instanceof RemotePlace.AtServer && isKnownAgain && isReached;
  }

  private static boolean isBefore(Instant deadline) {
    return Instant.now().isBefore(deadline);
  }

  /// One that was asked for by a connection that broke.
  private static boolean isUnderWay(HttpResponse<String> answer) {
    return answer.statusCode() == CONFLICT
        && answer.headers().firstValue("Retry-After").isPresent();
  }

  private void pause(RemotePlace place) {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      throw interrupted(place, e);
    }
  }

  private CrossfadeException interrupted(RemotePlace place, InterruptedException e) {
    Thread.currentThread().interrupt();
    return place.gone(migration, "we were interrupted while it worked, and it goes on", e);
  }

  private static String why(IOException e) {
    return switch (e) {
      case ConnectException _ -> "nobody listens at its port any more";
      case HttpConnectTimeoutException _ -> "no connection came about";
      case SSLException _ ->
          "its certificate is not believed here (%s), which --ca FILE may mend"
              .formatted(e.getMessage());
      case HttpTimeoutException _ -> "it has said nothing for " + SOON.toSeconds() + " s";
      default -> "it ended before it answered, so the outcome is not known here";
    };
  }

  private CrossfadeException problem(RemotePlace place, HttpResponse<String> answer) {
    try {
      return WireJson.read(answer.body(), Problem.class).exception();
    } catch (JacksonException e) {
      return place.gone(
          migration,
          "what answers there (with status %d) is no Crossfade".formatted(answer.statusCode()),
          e);
    }
  }
}
