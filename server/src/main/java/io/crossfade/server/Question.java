package io.crossfade.server;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;

/// One request to another process.
///
/// @param migration that it is about, for messages
/// @param by who asks, as `user@host`
record Question(String method, String path, String body, String migration, String by) {
  private static final int FIRST_ERROR = 300;

  /// Of a token that counts at the one server only.
  private static final int NOT_LET_IN = 401;

  /// The answer's body. Errors come as they were thrown there. Where another server carries the
  /// migration on, that one is asked.
  String ask(RemotePlace place, HttpClient http) {
    HttpResponse<String> answer = send(place, http);
    if (answer.statusCode() < FIRST_ERROR) {
      return answer.body();
    }
    CrossfadeException problem = problem(place, answer);
    String url = problem.fields().getOrDefault("url", "");
    if (problem.code() != ErrorCode.CARRIED_ELSEWHERE || url.isEmpty()) {
      throw problem;
    }
    RemotePlace other = place.referred(url).orElseThrow(() -> problem);
    HttpResponse<String> there = send(other, http);
    if (there.statusCode() < FIRST_ERROR) {
      return there.body();
    }
    throw there.statusCode() == NOT_LET_IN ? problem : problem(other, there);
  }

  private HttpResponse<String> send(RemotePlace place, HttpClient http) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(place.url() + path))
            .header("Authorization", "Bearer " + place.token().reveal())
            .header(By.HEADER, By.encoded(by))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw place.gone(migration, "nobody listens at its port any more", e);
    } catch (HttpConnectTimeoutException e) {
      throw place.gone(migration, "no connection came about", e);
    } catch (SSLException e) {
      throw place.gone(
          migration,
          "its certificate is not believed here (%s), which --ca FILE may mend"
              .formatted(e.getMessage()),
          e);
    } catch (IOException e) {
      throw place.gone(
          migration, "it ended before it answered, so the outcome is not known here", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw place.gone(migration, "we were interrupted while it worked, and it goes on", e);
    }
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
