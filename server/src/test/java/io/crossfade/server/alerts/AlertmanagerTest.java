package io.crossfade.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.crossfade.engine.Control;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.MigrationState;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.RecordedStatus;
import io.crossfade.engine.Status;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.server.hosting.Migrations;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AlertmanagerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final Status fine = RecordedStatus.of(MigrationState.initial("shop"), "another");
  private Status status =
      fine.stoppedFor(new CrossfadeException(ErrorCode.DRIFT_FOUND, "row geheim differs"));

  @Test
  void aConditionIsToldWhileItLastsAndOnceThatItIsOver() throws Exception {
    List<String> got = new ArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v2/alerts",
        exchange -> {
          got.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      Alertmanager manager =
          new Alertmanager(
              "http://127.0.0.1:%d/".formatted(server.getAddress().getPort()),
              new Secret("t"),
              new One(),
              () -> NOW);
      manager.tell();
      manager.tell();
      status = fine;
      manager.tell();
      manager.tell();
    } finally {
      server.stop(0);
    }
    assertThat(got).hasSize(3).allMatch(body -> body.startsWith("Bearer t["));
    assertThat(got.toString()).doesNotContain("geheim");
    JsonNode first = alert(got.get(0));
    assertThat(first.get("labels").toString())
        .contains("\"CrossfadeError\"", "\"shop\"", "\"critical\"");
    assertThat(first.get("annotations").get("summary").asString()).contains("DRIFT_FOUND");
    assertThat(first.get("endsAt").asString()).isEqualTo("2026-11-22T10:05:00Z");
    assertThat(alert(got.get(1))).isEqualTo(first);
    assertThat(alert(got.get(2)).get("labels")).isEqualTo(first.get("labels"));
    assertThat(alert(got.get(2)).get("endsAt").asString()).isEqualTo(NOW.toString());
  }

  private static JsonNode alert(String got) {
    JsonNode alerts = new JsonMapper().readTree(got.substring("Bearer t".length()));
    assertThat(alerts).hasSize(1);
    return alerts.get(0);
  }

  private final class One implements Migrations {
    @Override
    public List<String> names() {
      return List.of("shop");
    }

    @Override
    public Status status(String migration) {
      return status;
    }

    @Override
    public Control control(String migration) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Recorded> events(String migration, long after, int most) {
      return List.of();
    }

    @Override
    public List<Recorded> before(
        String migration, Class<? extends MigrationEvent> kind, long before, int most) {
      return List.of();
    }
  }
}
