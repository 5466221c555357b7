package io.crossfade.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import io.crossfade.engine.manifest.Metric;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.transfer.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusSourceTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private HttpServer server = newServer();
  private volatile String answer = "";
  private volatile int status = 200;
  private volatile boolean silent;
  private volatile boolean stalls;

  private static HttpServer newServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() {
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI() + " " + exchange.getRequestHeaders().get("Authorization"));
          if (silent) {
            awaitRelease();
          }
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          if (stalls) {
            exchange.getResponseBody().write(body, 0, 9);
            exchange.getResponseBody().flush();
            awaitRelease();
          }
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void asksForOneNumberWithItsToken() {
    answer = vector("[{\"metric\":{},\"value\":[1700000000.1,\"0.25\"]}]");
    assertThat(source(new SecretReference.Env("TOKEN"), 5).sample()).isEqualTo(Sample.of(0.25));
    assertThat(asked)
        .containsExactly("/api/v1/query?query=sum%28rate%28errors%5B1m%5D%29%29 [Bearer s3cret]");
    answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"7\"]}}";
    assertThat(source(null, 5).sample().value()).isEqualTo(7);
    assertThat(asked.getLast()).endsWith(" null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | has no data",
        "[{\"value\":[1,\"NaN\"]}] | no number",
        "[{\"value\":[1,\"+Inf\"]}] | no number",
        "[{\"value\":[1,\"-Inf\"]}] | no number",
        "[{\"value\":[1,\"often\"]}] | none of its own",
        "[{\"value\":[1,\"1\"]},{\"value\":[1,\"2\"]}] | gave 2 series",
        "17 | has no data",
      })
  void whatIsNotExactlyOneNumberIsNone(String result, String why) {
    answer = vector(result);
    assertThat(source(null, 5).sample().value()).isNull();
    assertThat(source(null, 5).sample().why()).contains(why);
  }

  @Test
  void anErrorIsNoNumberAndRepeatsNoSecret() {
    answer = "<html>s3cret</html>";
    assertNone(source(null, 5).sample(), "none of its own");
    answer = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";
    assertNone(source(null, 5).sample(), "no instant vector");
    status = 503;
    assertNone(source(new SecretReference.Env("TOKEN"), 5).sample(), "status 503");
    assertNone(source(new SecretReference.Env("ELSEWHERE"), 5).sample(), "ELSEWHERE");
    assertNone(source(new SecretReference.Env("BROKEN"), 5).sample(), "BROKEN is no token");
  }

  @Test
  void oneThatIsAwayOrSilentIsNotWaitedForLong() {
    silent = true;
    assertNone(source(null, 1).sample(), "does not answer");
    released.countDown();
    server.stop(0);
    assertNone(source(null, 5).sample(), "does not answer");
  }

  @Test
  void anAnswerThatBeginsAndDoesNotEndIsNotWaitedForLong() {
    answer = vector("[{\"value\":[1,\"1\"]}]");
    stalls = true;
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertNone(source(null, 1).sample(), "does not answer within 1s"));
  }

  @Test
  void anAnswerThatIsFarTooLongIsNotKept() {
    answer = vector(" ".repeat(2 << 20) + "[{\"value\":[1,\"1\"]}]");
    assertNone(source(null, 10).sample(), "does not answer");
  }

  private static void assertNone(Sample sample, String why) {
    assertThat(sample.value()).isNull();
    assertThat(sample.why()).contains(why).doesNotContain("s3cret");
  }

  private static String vector(String result) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":"
        + result
        + "}}";
  }

  private PrometheusSource source(@Nullable SecretReference token, int seconds) {
    return new PrometheusSource(
        new Metric.Prometheus(
            "http://localhost:" + server.getAddress().getPort(),
            "sum(rate(errors[1m]))",
            token,
            Duration.ofSeconds(seconds)),
        new SecretReferences(Map.of("TOKEN", "s3cret", "BROKEN", "s3cret\ts3cret")),
        Timing.REAL);
  }
}
