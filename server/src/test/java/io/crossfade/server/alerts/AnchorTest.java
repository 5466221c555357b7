package io.crossfade.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.crossfade.engine.audit.Act;
import io.crossfade.engine.audit.AuditCheck;
import io.crossfade.engine.audit.AuditHead;
import io.crossfade.engine.audit.Flaw;
import io.crossfade.engine.manifest.SecretReference;
import io.crossfade.engine.manifest.SecretReferences;
import io.crossfade.engine.store.Store;
import io.crossfade.server.hosting.FakeOpening;
import io.crossfade.server.hosting.Host;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The head of the audit at a receiver on whom nobody here can lay his hands.
@Timeout(60)
class AnchorTest {
  private static final AlertSettings SETTINGS =
      new AlertSettings(
          AlertSettings.NONE.kinds(),
          null,
          null,
          null,
          null,
          new AlertSettings.ToWebhook(
              new SecretReference.Env("HOOK"), new SecretReference.Env("KEY")));

  @TempDir Path directory;

  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private volatile int status = 500;
  private HttpServer receiver;
  private Store store;
  private Host host;

  @BeforeEach
  void start() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          boolean isSigned = exchange.getRequestHeaders().containsKey("webhook-signature");
          received.add(new JsonMapper().readTree(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(isSigned ? status : 401, -1);
          exchange.close();
        });
    receiver.start();
    store = Store.open(directory, InstantSource.system());
    host = new Host(store, false, directory, new FakeOpening(store));
  }

  @AfterEach
  void stop() {
    host.close();
    store.close();
    receiver.stop(0);
  }

  @Test
  void whoCutsTheEndOfTheAuditOffIsFoundOutByWhatTheReceiverHas() throws Exception {
    AuditHead before = append("of a process that died");
    try (Alerts alerts = alerts()) {
      assertThat(head()).as("refused").isEqualTo(before);
      status = 204;
      AuditHead newest = append("cutover");
      AuditHead told = head();
      while (!told.equals(newest)) {
        told = head(); // the refused one may come once more first
      }
      assertThat(AuditCheck.of(store.audit(), List.of(told)).flaw()).isNull();
      cut(before);
      assertThat(AuditCheck.of(store.audit(), List.of()).flaw()).as("alone").isNull();
      assertThat(AuditCheck.of(store.audit(), List.of(told)).flaw())
          .isNotNull()
          .extracting(Flaw::kind)
          .isEqualTo(Flaw.Kind.CUT);
      assertThat(alerts.health()).extracting(Health.View::channel).contains("audit-heads");
    }
  }

  private Alerts alerts() {
    String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/heads";
    return Alerts.start(
        SETTINGS, new SecretReferences(Map.of("HOOK", url, "KEY", "secret")), store, host);
  }

  private AuditHead append(String what) {
    return store.audit().append(Act.asked("ann@desk", "shop", what, "")).head();
  }

  private AuditHead head() throws InterruptedException {
    JsonNode body = received.poll(30, TimeUnit.SECONDS);
    assertThat(body).as("a head that is told").isNotNull();
    assertThat(body.get("type").asString()).isEqualTo("audit.head");
    return AuditHead.in(body.get("data").get("head").asString()).orElseThrow();
  }

  /// As somebody who has the store.
  private void cut(AuditHead to) throws Exception {
    String url =
        "jdbc:h2:file:"
            + directory.toAbsolutePath().resolve("store")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;IFEXISTS=TRUE";
    try (Connection connection = DriverManager.getConnection(url, "crossfade", "");
        Statement change = connection.createStatement()) {
      change.execute("delete from audit where number > " + to.number());
      change.execute(
          "update audit_head set number = %d, hash = '%s'".formatted(to.number(), to.hash()));
    }
  }
}
