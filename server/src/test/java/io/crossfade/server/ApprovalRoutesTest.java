package io.crossfade.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.access.Role;
import io.crossfade.engine.store.Store;
import io.crossfade.server.access.StoredAccounts;
import io.crossfade.server.hosting.Migrations;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ApprovalRoutesTest {
  private static final String APPROVE = "/migrations/shop/approve?step=cutover&plan=f00d";

  @TempDir Path directory;

  private final FakeControl control = new FakeControl("shop");
  private final Access random = Access.random();
  private final HttpClient http = HttpClient.newHttpClient();
  private Store store;
  private ControlServer server;

  @BeforeEach
  void start() {
    store = Store.open(directory, InstantSource.system());
    Access access = random.and(new StoredAccounts(store.accounts(), InstantSource.system()));
    Migrations one = Migrations.only("shop", control);
    server =
        ControlServer.start(
            access,
            List.of(
                new AuditedRequests(store.audit(), access),
                new MigrationRoutes(one),
                new ApprovalRoutes(one)));
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
    store.close();
  }

  @ParameterizedTest
  @CsvSource({
    "VIEWER,   200, 403",
    "OPERATOR, 200, 403",
    "ADMIN,    200, 403",
    "ROUTER,   403, 403",
    "APPROVER, 200, 200"
  })
  void onlyApproversApprove(Role role, int looking, int approving) throws Exception {
    String token = token("anna", role);
    assertThat(send("GET", "/migrations/shop/approvals", token).statusCode()).isEqualTo(looking);
    assertThat(send("POST", APPROVE, token).statusCode()).isEqualTo(approving);
    assertThat(send("POST", "/migrations/shop/refuse?step=cutover", token).statusCode())
        .isEqualTo(approving);
    assertThat(control.verbs).isEqualTo(approving == 200 ? 2 : 0);
  }

  @Test
  void whoApprovesIsWhoseTokenItIs() throws Exception {
    HttpResponse<String> answer =
        http.send(
            request(APPROVE, token("anna", Role.APPROVER))
                .header(By.HEADER, "bert")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body()).contains("\"given\":[\"anna\"]").doesNotContain("bert");
    assertThat(store.audit().after(0, 10).getFirst().act())
        .satisfies(act -> {
          assertThat(act.who()).isEqualTo("anna");
          assertThat(act.what()).isEqualTo("approve");
          assertThat(act.details()).contains("plan=f00d", "step=cutover");
        });
  }

  @Test
  void whoeverHasTheTokenOfTheProcessCouldBeAnybodyAndDoesNotApprove() throws Exception {
    HttpResponse<String> answer = send("POST", APPROVE, random.people().reveal());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("NOT_PERMITTED", "account of their own");
    assertThat(control.verbs).isZero();
  }

  @Test
  void whoeverWantsAStepHasAskedForIt() throws Exception {
    String dora = token("dora", Role.OPERATOR);
    send("POST", "/migrations/shop/cutover", dora);
    send("POST", "/migrations/shop/cleanup", dora);
    send("POST", "/migrations/shop/advance?step=cutover", random.people().reveal());
    send("POST", "/migrations/shop/ask?step=shift-reads", dora);
    send("POST", "/migrations/shop/advance?step=cleanup", dora);
    send("POST", "/migrations/shop/advance", dora);
    send("POST", "/migrations/shop/rollback", dora);
    assertThat(control.asked)
        .containsExactly("dora CUTOVER", "dora CLEANUP", "unknown CUTOVER", "dora SHIFT_READS");
  }

  @Test
  void aStepThatIsNoneIsABadRequest() throws Exception {
    String anna = token("anna", Role.APPROVER);
    assertThat(send("POST", "/migrations/shop/approve?plan=f00d", anna).statusCode())
        .isEqualTo(400);
  }

  private String token(String name, Role role) {
    return store.accounts().make(name, Set.of(role), null, "root").token().reveal();
  }

  private HttpResponse<String> send(String method, String path, String token) throws Exception {
    return http.send(
        request(path, token).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(server.address() + path))
        .header("Authorization", "Bearer " + token);
  }
}
