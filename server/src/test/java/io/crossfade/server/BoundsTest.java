package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.server.hosting.Migrations;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What anybody may ask for takes from nobody else what he needs.
@Timeout(60)
class BoundsTest {
  private static final Access ACCESS = Access.random();

  private final CountDownLatch asked = new CountDownLatch(2);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final HttpClient http = HttpClient.newHttpClient();
  private ControlServer server;

  @BeforeEach
  void start() {
    FakeControl slow = new FakeControl("shop");
    slow.onPlan = this::await;
    server =
        ControlServer.start(
            ACCESS,
            List.of(
                new MigrationRoutes(Migrations.only("shop", slow)),
                new PlanRoutes(_ -> slow.plan()),
                routes ->
                    routes.get(
                        "/ui/{migration}/plan", request -> request.result("" + slow.plan()))));
  }

  private void await() {
    asked.countDown();
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    answer.countDown();
    http.close();
    server.close();
  }

  @Test
  void whatCostsMuchIsAnsweredToFewAtOnce() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> first =
        List.of(ask("GET", "plan"), ask("GET", "plan"));
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    for (String third : List.of("/migrations/shop/diagnostics", "/ui/shop/plan")) {
      HttpResponse<String> refused = askFor("GET", third).get();
      assertThat(refused.statusCode()).as(third).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    }
    assertThat(ask("GET", "status").get().statusCode()).isEqualTo(200);
    assertThat(ask("POST", "rollback").get().statusCode()).isEqualTo(200);

    answer.countDown();
    for (CompletableFuture<HttpResponse<String>> one : first) {
      assertThat(one.get().statusCode()).isEqualTo(200);
    }
    for (int again = 0; again < 5; again++) {
      assertThat(ask("GET", "plan").get().statusCode()).as("each has left").isEqualTo(200);
      assertThat(askFor("GET", "/ui/shop/plan").get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aBodyThatComesSlowlyHoldsNoPlace() throws Exception {
    answer.countDown();
    String bearer = "Authorization: Bearer " + ACCESS.people().reveal() + "\r\n";
    try (SlowSender _ = SlowSender.of(server, "/plan", bearer);
        SlowSender _ = SlowSender.of(server, "/plan", bearer)) {
      assertThat(ask("GET", "plan").get().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aWordThatIsNoMethodIsRefusedBeforeItIsRemembered() throws Exception {
    for (String method : List.of("BREW", "PROPFIND", "get")) {
      HttpResponse<String> refused = ask(method, "status").get();
      assertThat(refused.statusCode()).isEqualTo(501);
      assertThat(refused.headers().firstValue("Content-Security-Policy"))
          .as("seen by no handler")
          .isEmpty();
    }
    assertThat(ask("PATCH", "status").get().statusCode()).isEqualTo(404);
  }

  private CompletableFuture<HttpResponse<String>> ask(String method, String what) {
    return askFor(method, "/migrations/shop/" + what);
  }

  private CompletableFuture<HttpResponse<String>> askFor(String method, String path) {
    return http.sendAsync(
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .header("Authorization", "Bearer " + ACCESS.people().reveal())
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }
}
