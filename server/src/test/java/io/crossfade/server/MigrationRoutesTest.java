package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.StepName;
import io.crossfade.engine.store.ControlEndpoint;
import io.crossfade.engine.store.EventLines;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.server.hosting.Migrations;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationRoutesTest {
  private static final Access ACCESS = Access.random();
  private static final int MORE_THAN_A_PAGE = 12_500;

  private final FakeControl there = new FakeControl("shop");
  private ControlServer server;
  private RemoteControl here;

  @BeforeEach
  void start() {
    server = ControlServer.start(ACCESS, routes());
    here = new RemoteControl(server.endpoint(), "shop", "ann@desk");
  }

  private List<Routes> routes() {
    Migrations one = Migrations.only("shop", there);
    return List.of(
        new ListRoutes(one),
        new MigrationRoutes(one),
        new ReportRoutes(
            one,
            name -> {
              throw new AssertionError("nobody has asked for the page of " + name);
            }),
        new EventRoutes(one));
  }

  @AfterEach
  void stop() {
    here.close();
    server.close();
  }

  @Test
  void everyAnswerArrivesAsItWasGiven() {
    assertThat(here.status()).isEqualTo(there.status());
    assertThat(here.plan()).isEqualTo(there.plan());
    assertThat(here.verify(false)).isEqualTo(there.verify(false));
    assertThat(here.verify(true)).isEqualTo(there.verify(true));
    assertThat(here.pause("a@b", "büro & ?")).isEqualTo(there.pause("a@b", "büro & ?"));
    assertThat(here.resume("a@b")).isEqualTo(there.resume("a@b"));
    for (PaceSetting pace :
        List.of(PaceSetting.ADAPTIVE, PaceSetting.limited(70), PaceSetting.OFF)) {
      assertThat(here.throttle("a@b", pace)).isEqualTo(there.throttle("a@b", pace));
    }
    assertThat(here.advance(StepName.CUTOVER)).isEqualTo(there.advance(StepName.CUTOVER));
    assertThat(here.advance(null)).isEqualTo(there.advance(null));
    assertThat(here.rehearse()).isEqualTo(there.rehearse());
    assertThat(here.repair(true)).isEqualTo(there.repair(true));
    assertThat(here.events()).isEqualTo(there.events());
    assertThat(here.report()).isEqualTo(there.report());
    assertThat(here.diagnostics()).isEqualTo(there.diagnostics());
    assertThat(here.cutover()).isEqualTo(there.cutover());
    assertThat(here.rollback(false)).isEqualTo(there.rollback(false));
    assertThat(here.rollback(true)).isEqualTo(there.rollback(true));
    assertThat(here.abort()).isEqualTo(there.abort());
    assertThat(here.cleanup()).isEqualTo(there.cleanup());
    assertThat(RemoteControl.migrations(new RemotePlace.OnThisHost(server.endpoint()), "ann@desk"))
        .containsExactly("shop");
  }

  @Test
  void anErrorArrivesAsItWasThrown() {
    there.refusal =
        new CrossfadeException(
            ErrorCode.GATE_REFUSED, "the lag is 9 s; wait for it", Map.of("gate", "lag"));
    assertThatThrownBy(here::cutover)
        .hasMessage("the lag is 9 s; wait for it")
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED);
              assertThat(e.fields()).isEqualTo(Map.of("gate", "lag"));
            });
  }

  @Test
  void manyEventsComeInPages() throws Exception {
    there.events =
        LongStream.rangeClosed(1, MORE_THAN_A_PAGE)
            .mapToObj(seq ->
                new Recorded("shop", seq, Instant.EPOCH, "0.1.0", new MigrationEvent.Noted("one")))
            .toList();
    assertThat(here.events()).isEqualTo(there.events());
    HttpResponse<String> page = get("/migrations/shop/events?after=7");
    assertThat(EventLines.read(page.body())).hasSize(1_000);
    assertThat(page.headers().firstValue("Link"))
        .contains("</migrations/shop/events?after=1007&limit=1000>; rel=\"next\"");
    HttpResponse<String> last = get("/migrations/shop/events?after=12000&limit=999999");
    assertThat(EventLines.read(last.body())).hasSize(MORE_THAN_A_PAGE - 12_000);
    assertThat(last.headers().firstValue("Link")).isEmpty();
    assertThat(EventLines.read(get("/migrations/shop/events?limit=999999").body())).hasSize(10_000);
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(server.address() + path))
              .header("Authorization", "Bearer " + ACCESS.people().reveal())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void aDefectIsToldAsOne() {
    there.refusal = new IllegalStateException("oops");
    assertCode(ErrorCode.INTERNAL, here::cutover, "oops");
  }

  @Test
  void anotherMigrationIsNotAskedByMistake() {
    try (RemoteControl other = new RemoteControl(server.endpoint(), "other", "ann@desk")) {
      assertCode(ErrorCode.MIGRATION_UNKNOWN, other::cleanup, "shop");
    }
    assertThat(there.verbs).isZero();
  }

  @Test
  void nobodyPassesWithoutTheToken() throws Exception {
    for (String header :
        List.of("", "Bearer ", "Bearer wrong", ACCESS.people().reveal(), router())) {
      assertThat(answer("POST", "/migrations/shop/cutover", header).statusCode()).isEqualTo(401);
    }
    assertThat(there.verbs).isZero();
  }

  @Test
  void aRouterComesThroughToTheRoutes() throws Exception {
    // nothing is served there in this test
    assertThat(answer("GET", "/routes/shop", router()).statusCode()).isEqualTo(404);
  }

  @Test
  void aProblemIsAProblemDocument() throws Exception {
    HttpResponse<String> answer =
        answer("GET", "/migrations/x/status", "Bearer " + ACCESS.people().reveal());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(t -> assertThat(t).startsWith("application/problem+json"));
    assertThat(answer.body()).contains("\"title\":\"MIGRATION_UNKNOWN\"");
  }

  @Test
  void theVerbThatEndsTheProcessIsAnswered() {
    // as when cleaning up ends the migration, and with it the process that serves the answer
    there.onCleanup =
        () -> {
          // a server that waits for us cannot be closed before we return
          assertThat(closed(Thread.startVirtualThread(server::close))).isFalse();
        };
    assertThat(here.cleanup().phase()).isEqualTo(Phase.CLEANED);
  }

  @Test
  void aProcessThatIsGoneIsNotRunning() {
    ControlEndpoint endpoint = server.endpoint();
    server.close();
    try (RemoteControl late = new RemoteControl(endpoint, "shop", "ann@desk")) {
      assertCode(ErrorCode.NOT_RUNNING, late::status, "process " + endpoint.pid());
    }
  }

  private HttpResponse<String> answer(String method, String path, String header) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.endpoint().port() + path))
              .header("Authorization", header)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static boolean closed(Thread closing) {
    try {
      return closing.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String router() {
    Secret token = ACCESS.routers();
    return "Bearer " + token.reveal();
  }

  private static void assertCode(ErrorCode code, Runnable call, String message) {
    assertThatThrownBy(call::run)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
