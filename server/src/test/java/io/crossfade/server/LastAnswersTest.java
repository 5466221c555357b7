package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server that ends while somebody is connected.
@Timeout(30)
class LastAnswersTest {
  private final Access access = Access.random();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answers = new CountDownLatch(1);
  private final HttpClient http = HttpClient.newHttpClient();
  private final ControlServer server =
      ControlServer.start(
          access,
          List.of(routes ->
              routes.get(
                  "/migrations",
                  context -> {
                    asked.countDown();
                    assertThat(answers.await(20, TimeUnit.SECONDS)).isTrue();
                    context.result("answered");
                  })));

  @AfterEach
  void end() {
    answers.countDown();
    server.close();
    http.close();
  }

  /// For several times as long as a quiet connection is kept.
  @Test
  void whoHasAskedIsAnswered() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request(), BodyHandlers.ofString());
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);

    assertThat(closed)
        .as("it waits")
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableOfType(TimeoutException.class);
    answers.countDown();

    assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("answered");
    closed.get(20, TimeUnit.SECONDS);
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(URI.create(server.address() + "/migrations"))
        .header("Authorization", "Bearer " + access.people().reveal())
        .build();
  }
}
