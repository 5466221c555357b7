package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Approving;
import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.engine.PaceSetting;
import io.crossfade.engine.Phase;
import io.crossfade.engine.StepName;
import io.crossfade.engine.audit.Act;
import io.crossfade.engine.audit.AuditCheck;
import io.crossfade.engine.audit.AuditEntry;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.server.hosting.Migrations;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever somebody asks for stands in the audit, whether it is done or refused.
class AuditedRequestsTest {
  private static final Access ACCESS = Access.random();
  private static final Set<String> LOOKING =
      Set.of("status", "chunks", "ledger", "plan", "events", "report", "diagnostics", "approving");
  private static final Control.SwitchReport SWITCHED =
      new Control.SwitchReport(3, Decision.ABORT, "slow", Route.initial("shop"), Map.of(), null);

  private static final Map<Class<?>, Object> ANSWERS =
      Stream.of(
              SWITCHED,
              new Control.AdvanceReport(StepName.CUTOVER, SWITCHED),
              new Control.RehearsalReport(Side.SOURCE, true, SWITCHED, List.of()),
              new Control.VerifyReport(List.of(), true),
              new Control.PauseReport(true, null),
              new Control.ThrottleReport(PaceSetting.OFF, PaceSetting.OFF),
              new Control.RepairReport(true, List.of()),
              new Control.EndReport(Phase.ABORTED, List.of()),
              new Control.Plan("shop", "cdc", List.of(), List.of(), List.of()))
          .collect(Collectors.toMap(Object::getClass, answer -> answer));

  @TempDir Path directory;

  private final List<String> carriedOut = new ArrayList<>();
  private Runnable onVerb = () -> {};
  private Store store;
  private ControlServer server;
  private RemoteControl remote;

  @BeforeEach
  void start() {
    store = Store.open(directory, InstantSource.system());
    server =
        ControlServer.start(
            ACCESS,
            List.of(
                new LedgerRoutes(Migrations.only("shop", control())),
                new MigrationRoutes(Migrations.only("shop", control())),
                new AuditedRequests(store.audit(), ACCESS),
                new AuditRoutes(store.audit())));
    remote = new RemoteControl(server.endpoint(), "shop", "jürgen+ann@desk");
  }

  @AfterEach
  void stop() {
    remote.close();
    server.close();
    store.close();
  }

  @Test
  void everyVerbLeavesAnEntryBeforeItAndOneWithWhatCameOfIt() throws Exception {
    List<Method> verbs = verbs();
    assertThat(verbs).hasSizeGreaterThan(9);
    for (Method verb : verbs) {
      onVerb = () -> assertThat(newest(1).getFirst().act().outcome()).isEqualTo(Act.ASKED);
      ask(verb);
      List<AuditEntry> both = newest(2);
      Act asked = both.getFirst().act();
      assertThat(asked.who()).as(verb.getName()).isEqualTo("jürgen+ann@desk");
      assertThat(asked.migration()).isEqualTo("shop");
      assertThat(asked.what()).isEqualTo(verb.getName());
      assertThat(both.getLast().act())
          .isEqualTo(
              asked.answered(both.getFirst().number(), "done", both.getLast().act().details()));
    }
    assertThat(carriedOut).hasSameSizeAs(verbs);
    assertThat(entries()).hasSize(2 * verbs.size());
    assertThat(AuditCheck.of(remote.audit(), List.of()).flaw()).isNull();
  }

  @Test
  void aVerbThatIsRefusedOrFailsSaysItsCode() throws Exception {
    for (ErrorCode code : List.of(ErrorCode.GATE_REFUSED, ErrorCode.NOT_ALLOWED_NOW)) {
      onVerb =
          () -> {
            throw new CrossfadeException(code, "the row (id)=(hunter2) is there");
          };
      assertThatThrownBy(remote::cutover).hasMessageContaining("hunter2");
      assertThat(newest(1).getFirst().act().outcome()).isEqualTo(code.name());
    }
    onVerb =
        () -> {
          throw new IllegalStateException("hunter2");
        };
    assertThatThrownBy(remote::cutover).hasMessageContaining("defect");
    assertThat(newest(1).getFirst().act().outcome()).isEqualTo("INTERNAL");
    try (RemoteControl other = new RemoteControl(server.endpoint(), "other", "ann@desk")) {
      assertThatThrownBy(other::cleanup).hasMessageContaining("shop");
    }
    Act refused = newest(1).getFirst().act();
    assertThat(refused.outcome()).isEqualTo("MIGRATION_UNKNOWN");
    assertThat(refused.migration()).isEqualTo("other");
    assertThat(entries().toString()).doesNotContain("hunter2");
  }

  @Test
  void aSwitchSaysHowItWasDecidedAndAVerbHowItWasAskedFor() {
    remote.cutover();
    assertThat(newest(1).getFirst().act().details()).isEqualTo("switch=3 decision=ABORT");
    remote.advance(StepName.CUTOVER);
    assertThat(newest(1).getFirst().act().details()).isEqualTo("switch=3 decision=ABORT");
    assertThat(newest(2).getFirst().act().details()).isEqualTo("step=cutover");
    remote.rollback(true);
    assertThat(newest(2).getFirst().act().details()).isEqualTo("acceptLoss=true");
    remote.pause("ann@desk", "backup & \"co\"");
    assertThat(newest(2).getFirst().act().details()).isEqualTo("reason=\"backup & \\\"co\\\"\"");
  }

  @Test
  void whoOnlyLooksOrIsNotLetInLeavesNothing() throws Exception {
    remote.plan();
    remote.audit().head();
    assertThat(send("POST", "/migrations/shop/cutover", "Authorization", "Bearer no"))
        .isEqualTo(401);
    assertThat(send("PUT", "/routes/shop/routers/r?epoch=1", people())).isEqualTo(404);
    assertThat(send("POST", "/migrations/shop/nonsense", people())).isEqualTo(404);
    assertThat(entries()).isEmpty();
    assertThat(carriedOut).containsExactly("plan");
  }

  @Test
  void noSecretIsRecordedWhereverItStands() throws Exception {
    String token = ACCESS.people().reveal();
    String query = "?token=hunter2&password=hunter2&x=hunter2&reason=see%20" + token;
    assertThat(send("POST", "/migrations/shop/pause" + query, people())).isEqualTo(200);
    assertThat(send("POST", "/migrations/shop/pause", with(By.HEADER, token + "@desk")))
        .isEqualTo(200);
    assertThat(send("POST", "/migrations/" + token + "/pause", people())).isEqualTo(404);
    assertThat(entries()).hasSize(6);
    assertThat(entries().getFirst().act().details()).isEqualTo("reason=\"see ***\"");
    assertThat(entries().toString()).doesNotContain(token, ACCESS.routers().reveal(), "hunter2");
  }

  @Test
  void whoDoesNotSayWhoItIsIsUnknownAndWhoCannotBeANameIsRefused() throws Exception {
    assertThat(send("POST", "/migrations/shop/pause", people())).isEqualTo(200);
    assertThat(newest(2)).allMatch(entry -> entry.act().who().equals("unknown"));
    for (String bad : List.of("a%0Ab", "a%00", "a%", "%zz", "x".repeat(201))) {
      assertThat(send("POST", "/migrations/shop/pause", with(By.HEADER, bad)))
          .as(bad)
          .isEqualTo(400);
    }
    assertThat(entries()).hasSize(2);
    assertThat(carriedOut).containsExactly("pause");
  }

  @Test
  void whatCannotBeRecordedIsRefusedAndTheWayBackIsNot() throws Exception {
    store.close();
    for (Method verb : verbs()) {
      if (!verb.getName().equals("rollback")) {
        assertThatThrownBy(() -> ask(verb))
            .as(verb.getName())
            .hasMessageContaining("was not begun", "audit")
            .isInstanceOfSatisfying(
                CrossfadeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED_NOW));
      }
    }
    assertThat(carriedOut).isEmpty();
    assertThat(remote.rollback(false)).isEqualTo(SWITCHED);
    assertThat(carriedOut).containsExactly("rollback");
    // what nobody asks again would be told as away for ever
    assertThat(store.events().away()).isEmpty();
  }

  @Test
  void aRollbackWhoseAskingCouldNotBeRecordedSaysWhatCameOfIt() throws Exception {
    remote.resume("ann@desk");
    sql("update audit_head set single = 2");
    assertThatThrownBy(remote::cutover).hasMessageContaining("audit_head has no row");
    onVerb = () -> sql("update audit_head set single = 1");
    assertThat(remote.rollback(false)).isEqualTo(SWITCHED);
    assertThat(entries()).hasSize(3);
    Act rollback = newest(1).getFirst().act();
    assertThat(rollback.what()).isEqualTo("rollback");
    assertThat(rollback.outcome()).isEqualTo("done");
    assertThat(rollback.answers()).isZero();
  }

  @Test
  void whatWasDoneIsAnsweredAlsoWhenItCannotBeRecordedAnyMore() {
    onVerb = () -> sql("update audit_head set single = 2");
    assertThat(remote.cutover()).isEqualTo(SWITCHED);
    assertThat(entries()).hasSize(1);
  }

  @Test
  void theAuditIsReadInPages() throws Exception {
    for (int i = 0; i < 3; i++) {
      remote.resume("ann@desk");
    }
    assertThat(remote.audit().after(0, 1_000)).isEqualTo(entries()).hasSize(6);
    assertThat(remote.audit().after(4, 1)).isEqualTo(entries().subList(4, 5));
    assertThat(remote.audit().after(6, 1_000)).isEmpty();
    assertThat(remote.audit().head()).isEqualTo(entries().getLast().head());
    assertThat(send("GET", "/audit?after=-1", people())).isEqualTo(400);
    assertThat(send("GET", "/audit", "Authorization", "Bearer " + ACCESS.routers().reveal()))
        .isEqualTo(401);
  }

  /// All that may be asked for, also what comes to it later.
  private static List<Method> verbs() {
    return Arrays.stream(Control.class.getMethods())
        .filter(method -> !LOOKING.contains(method.getName()))
        .toList();
  }

  private void ask(Method verb) throws Exception {
    Object[] arguments =
        Arrays.stream(verb.getParameterTypes()).map(AuditedRequestsTest::argument).toArray();
    try {
      verb.invoke(remote, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static Object argument(Class<?> type) {
    return Objects.requireNonNull(
        Map.<Class<?>, Object>of(
                boolean.class,
                true,
                String.class,
                "x",
                PaceSetting.class,
                PaceSetting.OFF,
                StepName.class,
                StepName.CUTOVER)
            .get(type));
  }

  private Control control() {
    return (Control)
        Proxy.newProxyInstance(
            Control.class.getClassLoader(),
            new Class<?>[] {Control.class},
            (_, method, _) -> {
              if (method.getReturnType() == Approving.class) {
                return new FakeApproving(() -> {}, new ArrayList<>());
              }
              carriedOut.add(method.getName());
              onVerb.run();
              return ANSWERS.get(method.getReturnType());
            });
  }

  private List<AuditEntry> entries() {
    return store.audit().after(0, 1_000);
  }

  private List<AuditEntry> newest(int count) {
    return store.audit().after(store.audit().head().number() - count, count);
  }

  private static String[] people() {
    return new String[] {"Authorization", "Bearer " + ACCESS.people().reveal()};
  }

  private static String[] with(String header, String value) {
    return new String[] {"Authorization", "Bearer " + ACCESS.people().reveal(), header, value};
  }

  private int send(String method, String path, String... headers) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.endpoint().port() + path))
                  .headers(headers)
                  .method(method, HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  /// As somebody who has the store.
  private void sql(String statement) {
    String url =
        "jdbc:h2:file:"
            + directory.toAbsolutePath().resolve("store")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;IFEXISTS=TRUE";
    try (Connection connection = DriverManager.getConnection(url, "crossfade", "");
        Statement change = connection.createStatement()) {
      assertThat(change.executeUpdate(statement)).isEqualTo(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
