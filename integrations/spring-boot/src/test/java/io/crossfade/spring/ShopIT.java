package io.crossfade.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.Buckets;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.servers.SharedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A real application between two real databases: its route flips, and its actuator is asked. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ShopIT {
  private static final Route FIRST = Route.initial("shop");
  private static final String PASSWORD = "planted-password-91ab";

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir Path directory;
  private RouteServer plane;
  private String source;
  private String target;

  @BeforeEach
  void prepare() throws Exception {
    plane = new RouteServer(FIRST);
    source = database(16);
    target = database(18);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void theRouteFlipsUnderTheApplicationAndItsActuatorTells(CapturedOutput output) throws Exception {
    try (ConfigurableApplicationContext application = start(source, target)) {
      assertThat(post(application, "first")).isEqualTo(200);
      assertThat(read(application, "anna")).contains("first", "\"16\"");

      plane.publish(FIRST.reading(Side.TARGET, 50));
      Await.until("epoch 2", () -> metric(application, "crossfade.router.epoch").contains(":2.0"));
      String moved = reader(true);
      String stays = reader(false);
      assertThat(read(application, moved)).contains("\"18\"").doesNotContain("first");
      assertThat(read(application, stays)).contains("\"16\"");

      Route moving = FIRST.reading(Side.TARGET, 50).hold();
      plane.publish(moving);
      Await.until("held", () -> metric(application, "crossfade.router.held").contains(":1.0"));
      CompletableFuture<Integer> waits = posting(application, "second");
      Await.until("waits", () -> metric(application, "crossfade.router.waiting").contains(":1.0"));
      assertThat(get(application, "/actuator/health"))
          .as("looking waits for nobody")
          .contains("\"held\":true", "\"status\":\"UP\"")
          .doesNotContain("DOWN");
      plane.publish(moving.allOn(Side.TARGET));
      assertThat(waits.get(20, TimeUnit.SECONDS)).isEqualTo(200);
      assertThat(read(application, stays)).contains("second", "\"18\"");

      String health = get(application, "/actuator/health");
      assertThat(health)
          .contains("\"crossfade\":{", "\"epoch\":4", "\"writes\":\"target\"", "\"db\":{")
          .contains("\"controlPlane\":\"answers\"");
      assertThat(get(application, "/actuator/metrics")).contains("hikaricp.connections.active");
      assertThat(metric(application, "crossfade.router.decisions?tag=side:target"))
          .doesNotContain("\"value\":0.0");
      String told =
          health
              + get(application, "/actuator/env")
              + get(application, "/actuator/configprops")
              + get(application, "/actuator/beans")
              + output.getAll();
      assertThat(told).contains("crossfade.address").doesNotContain(RouteServer.TOKEN, PASSWORD);
    }
  }

  @Test
  void aTargetAndAControlPlaneThatAreAwayTakeNobodyDown(CapturedOutput output) throws Exception {
    String nowhere = "jdbc:postgresql://127.0.0.1:1/none";
    try (ConfigurableApplicationContext application = start(source, nowhere)) {
      plane.close();
      Await.until(
          "away", () -> get(application, "/actuator/health").contains("\"controlPlane\":\"away\""));
      assertThat(get(application, "/actuator/health"))
          .startsWith("{")
          .contains("\"status\":\"UP\"")
          .doesNotContain("DOWN");
      assertThat(get(application, "/actuator/health/readiness")).contains("UP");
      assertThat(post(application, "all the same")).isEqualTo(200);
    }
    assertThat(output.getAll()).doesNotContain(RouteServer.TOKEN, PASSWORD);
  }

  @Test
  void aStartThatFailsSaysWhatToDo(CapturedOutput output) {
    assertThatThrownBy(() ->
            SpringApplication.run(
                    ShopApplication.class,
                    "--server.port=0",
                    "--crossfade.token=" + RouteServer.TOKEN,
                    "--crossfade.source.url=" + source,
                    "--crossfade.source.password=" + PASSWORD,
                    "--crossfade.target.url=" + target)
                .close())
        .hasRootCauseInstanceOf(CrossfadeException.class);
    assertThat(output.getAll())
        .contains("APPLICATION FAILED TO START", "Action:")
        .contains("crossfade.token is set without crossfade.address")
        .doesNotContain(RouteServer.TOKEN, PASSWORD);
  }

  private ConfigurableApplicationContext start(String old, String next) {
    return SpringApplication.run(
        ShopApplication.class,
        "--server.port=0",
        "--crossfade.address=" + plane.address(),
        "--crossfade.token=" + RouteServer.TOKEN,
        "--crossfade.source.url=" + old,
        "--crossfade.source.password=" + PASSWORD,
        "--crossfade.source.hikari.maximum-pool-size=3",
        "--crossfade.target.url=" + next,
        "--crossfade.target.password=" + PASSWORD,
        "--crossfade.target.hikari.maximum-pool-size=3",
        "--management.endpoints.web.exposure.include=*",
        "--management.endpoint.health.show-details=always",
        "--management.endpoint.health.probes.enabled=true");
  }

  private static String database(int version) throws SQLException {
    String url = SharedPostgres.newDatabase(version);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE note (said text)");
    }
    return url;
  }

  /** A customer who belongs to the first half, or does not. */
  private static String reader(boolean moved) {
    int i = 0;
    while (Buckets.within(50, "shop", "customer " + i) != moved) {
      i++;
    }
    return "customer " + i;
  }

  private int post(ConfigurableApplicationContext application, String said) throws Exception {
    return posting(application, said).get(20, TimeUnit.SECONDS);
  }

  private CompletableFuture<Integer> posting(
      ConfigurableApplicationContext application, String said) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(application, "/notes?said=" + said.replace(" ", "+")))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(HttpResponse::statusCode);
  }

  private String read(ConfigurableApplicationContext application, String customer)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(application, "/notes")).header("Customer", customer).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private String metric(ConfigurableApplicationContext application, String name) throws Exception {
    return get(application, "/actuator/metrics/" + name);
  }

  private String get(ConfigurableApplicationContext application, String path)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri(application, path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static URI uri(ConfigurableApplicationContext application, String path) {
    String port = application.getEnvironment().getProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
