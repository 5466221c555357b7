package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.store.ControlEndpoint;
import io.crossfade.engine.store.ProcessGuard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands that ask over a URL, with a token of theirs.
@Timeout(60)
class AtServerTest {
  @TempDir Path directory;

  private final FakeEngine engine = new FakeEngine();
  private final Commands commands = new Commands(engine);
  private CompletableFuture<Commands.Ran> run;
  private ControlEndpoint endpoint;
  private String url;

  @BeforeEach
  void start() throws Exception {
    Path state = directory.resolve("state");
    run = StartedRun.of(commands, state);
    endpoint = ProcessGuard.endpoint(state).orElseThrow();
    url = "http://127.0.0.1:" + endpoint.port();
    engine.environment = Map.of("CROSSFADE_TOKEN", endpoint.token().reveal());
  }

  @AfterEach
  void end() throws Exception {
    engine.environment = Map.of("CROSSFADE_TOKEN", endpoint.token().reveal());
    ask("abort");
    assertThat(run.get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(5);
  }

  @Test
  void everyVerbCanBeAskedForThere() {
    assertThat(ask("status", "--migration", "shop").out()).contains("shop  READS_SHIFTED");
    assertThat(ask("status").out()).as("the only one").contains("shop  READS_SHIFTED");
    assertThat(ask("status", "shop.yaml").out()).as("by manifest").contains("READS_SHIFTED");
    assertThat(ask("verify", "--repair").exitCode()).isZero();
    assertThat(engine.asked).isEqualTo("verify true");
    assertThat(ask("pause", "--reason", "backup").out()).contains("Paused since");
    assertThat(ask("resume").exitCode()).isZero();
    assertThat(ask("throttle", "--off").out()).contains("The throttle is off");
    assertThat(ask("plan", "shop.yaml").out()).contains("public.orders");
    assertThat(ask("rehearse").exitCode()).isZero();
    assertThat(ask("cutover").out()).contains("Done:");
    assertThat(ask("rollback").exitCode()).isZero();
    assertThat(ask("advance", "--to", "cutover").exitCode()).isZero();
    assertThat(ask("repair", "--dry-run").exitCode()).isZero();
    assertThat(engine.asked).isEqualTo("repair true");
    assertThat(ask("report").out()).contains("shop");
    assertThat(ask("audit", "show").out()).contains("cutover");
    assertThat(ask("audit", "verify").exitCode()).isZero();
    assertThat(ask("audit", "export").out()).contains("specversion");
  }

  @Test
  void theTokenMayLieInAFileWhoseLastLineItIs() throws Exception {
    engine.environment = Map.of();
    assertThat(ask("status").err()).contains("CROSSFADE_TOKEN is not set", "SECRET_MISSING");
    Path file = directory.resolve("token");
    Files.writeString(file, url + "\n" + endpoint.token().reveal() + "\n");
    assertThat(ask("status", "--token-file", file.toString()).exitCode()).isZero();
    Files.writeString(file, "wrong\n");
    Commands.Ran wrong = ask("status", "--token-file", file.toString());
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.err()).contains("NOT_AUTHENTICATED");
  }

  @Test
  void aTokenThatNoHeaderTakesIsRefusedAndShownNowhere() throws Exception {
    engine.environment = Map.of("CROSSFADE_TOKEN", endpoint.token().reveal() + "\n");
    assertThat(ask("status").exitCode()).as("a line break at its end").isZero();
    engine.environment = Map.of("CROSSFADE_TOKEN", "geheim\u0007geheim");
    Path file = directory.resolve("token");
    Files.writeString(file, "geheim\u0000geheim\n");
    for (Commands.Ran refused :
        List.of(
            ask("status"),
            ask("status", "-o", "json"),
            ask("cutover", "-o", "json", "--token-file", file.toString()))) {
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err() + refused.out())
          .contains("SECRET_MISSING", "is no token")
          .doesNotContain("geheim");
    }
  }

  @Test
  void anApprovalNeedsAnAccountOfOnesOwn() throws Exception {
    assertThat(ask("approve").err()).contains("nobody has asked for anything", "NOT_ALLOWED_NOW");
    engine.gating = FakeApproving.gating("cutover: 1 of 2 have approved");
    assertThat(ask("ask", "--step", "cutover").out()).contains("cutover: cutover: 1 of 2");
    assertThat(ask("ask", "--step", "lunch").err()).contains("no step is called 'lunch'");
    assertThat(ask("status").out()).contains("approval  cutover: cutover: 1 of 2 have approved");
    assertThat(ask("approve").err()).contains("account of their own", "NOT_PERMITTED");
    Path token = directory.resolve("anna.token");
    String made = ask("account", "create", "anna", "--role", "approver").out();
    Files.writeString(token, made.strip() + "\n");
    assertThat(ask("approve", "--token-file", token.toString()).exitCode()).isZero();
    assertThat(engine.approving.said()).containsExactly("asked for cutover", "anna approves f00");
    assertThat(ask("refuse", "--reason", "late", "--token-file", token.toString()).exitCode())
        .isZero();
    assertThat(engine.approving.said()).endsWith("anna refuses: late");
    assertThat(ask("approve", "--step", "cleanup", "--token-file", token.toString()).err())
        .contains("cleanup needs no approval now", "What needs approval: cutover");
  }

  @Test
  void whoDoesNotAnswerIsNamedWithWhatToDo() {
    for (String verb : List.of("status", "cutover", "watch")) {
      Commands.Ran nobody =
          commands.run(verb, "--migration", "shop", "--server", "http://127.0.0.1:1");
      assertThat(nobody.exitCode()).isEqualTo(1);
      assertThat(nobody.err())
          .contains("the server http://127.0.0.1:1 does not answer", "NOT_RUNNING");
    }
    assertThat(ask("status", "--migration", "stock").err()).contains("MIGRATION_UNKNOWN");
    assertThat(ask("support-bundle").err()).contains("give the command there");
  }

  @Test
  void aTokenIsNotSentInTheClear() {
    for (String wrong :
        List.of(
            "http://192.0.2.1:7400",
            "ftp://localhost",
            "localhost:7400",
            "https://my_host",
            url + "/x")) {
      assertThat(commands.run("status", "--server", wrong).exitCode()).as(wrong).isEqualTo(2);
    }
    assertThat(commands.run("status", "--server", url, "--state-dir", "x").exitCode()).isEqualTo(2);
    assertThat(commands.run("status", "--token-file", "x").exitCode()).isEqualTo(2);
    assertThat(ask("run", "shop.yaml", "--takeover").exitCode()).isEqualTo(2);
    assertThat(ask("status", "--ca", directory.resolve("none").toString()).err())
        .contains("cannot be read as certificates");
  }

  private Commands.Ran ask(String... command) {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(List.of("--server", url));
    return commands.run(args.toArray(String[]::new));
  }
}
