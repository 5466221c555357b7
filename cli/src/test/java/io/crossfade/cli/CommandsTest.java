package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Decision;
import io.crossfade.engine.NextStep;
import io.crossfade.engine.store.ProcessGuard;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandsTest {
  @TempDir Path parent;

  private final FakeEngine engine = new FakeEngine();
  private final Commands commands = new Commands(engine);
  private String directory;

  @BeforeEach
  void name() {
    directory = parent.resolve("state").toString();
  }

  @Test
  void aMigrationIsRunAskedAndEndedFromOtherTerminals() throws Exception {
    CompletableFuture<Commands.Ran> run = started();

    Commands.Ran status = verb("status");
    assertThat(status.exitCode()).isZero();
    assertThat(status.out()).contains("shop  READS_SHIFTED", "crossfade cutover");
    assertThat(verb("verify", "--repair").exitCode()).isZero();
    assertThat(engine.asked).isEqualTo("verify true");
    assertThat(verb("cutover").out()).contains("Done:");
    assertThat(verb("rollback").exitCode()).isZero();
    assertThat(engine.asked).isEqualTo("rollback false");
    assertThat(verb("rollback", "--accept-loss").out()).contains("Given up", "0/9");
    Commands.Ran cleanup = verb("cleanup", "--yes");
    assertThat(cleanup.out()).contains("CLEANED", "Left behind on purpose");

    assertThat(run.get(30, TimeUnit.SECONDS).exitCode()).isZero();
    assertThat(ProcessGuard.isHeld(Path.of(directory))).isFalse();
  }

  @Test
  void whatAScriptLearnsFromTheExitCode() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    engine.clean = false;
    assertThat(verb("verify").exitCode()).isEqualTo(1);
    engine.decision = Decision.ABORT;
    assertThat(verb("cutover").exitCode()).isEqualTo(5);
    assertThat(verb("rollback").exitCode()).isEqualTo(1);
    for (var expected :
        Map.of(
                ErrorCode.GATE_REFUSED, 3,
                ErrorCode.AWAITING_APPROVAL, 4,
                ErrorCode.NOT_ALLOWED_NOW, 1,
                ErrorCode.INTERNAL, 1)
            .entrySet()) {
      engine.refuses(new CrossfadeException(expected.getKey(), "because"));
      assertThat(verb("cutover").exitCode())
          .as(expected.getKey().name())
          .isEqualTo(expected.getValue());
    }
    engine.refusal = null;
    assertThat(verb("abort").exitCode()).isZero();
    assertThat(run.get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(5);
  }

  @Test
  void jsonIsOneDocumentWithNextStepsAndNothingElseOnTheStandardOutput() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    NextStep next = new NextStep("cutover", "moves writes");
    for (String verb : List.of("status", "verify", "cutover", "rollback")) {
      Answer answer = verb(verb, "-o", "json").answer();
      assertThat(answer.command()).isEqualTo(verb);
      assertThat(answer.nextSteps()).containsExactly(next);
    }
    engine.refuses(
        new CrossfadeException(ErrorCode.GATE_REFUSED, "lag is 9 s", Map.of("gate", "lag")));
    Commands.Ran refused = verb("cutover", "-o", "json");
    assertThat(refused.answer().exitCode()).isEqualTo(3);
    assertThat(refused.answer().result())
        .isEqualTo(
            Map.of(
                "code", "GATE_REFUSED", "message", "lag is 9 s", "fields", Map.of("gate", "lag")));
    assertThat(refused.err()).contains("lag is 9 s", "GATE_REFUSED gate=lag");
    engine.refusal = null;
    assertThat(verb("cleanup", "--yes", "-o", "json").answer().nextSteps()).isEmpty();
    assertThat(run.get(30, TimeUnit.SECONDS).out()).contains("CLEANED");
  }

  @Test
  void aSecondRunIsRefusedByTheNumberOfTheFirst() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    Commands.Ran second = verb("run", "shop.yaml");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err())
        .contains("process " + ProcessHandle.current().pid(), "ALREADY_RUNNING");
    verb("abort");
    assertThat(run.get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(5);
  }

  @Test
  void withoutAProcessStatusTellsWhatWasRecordedAndTheOthersWhatToStart() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    verb("abort");
    run.get(30, TimeUnit.SECONDS);

    Commands.Ran status = verb("status");
    assertThat(status.exitCode()).isZero();
    assertThat(status.out()).contains("shop  NEW", "no process", "crossfade run MANIFEST");
    for (String verb : List.of("verify", "cutover", "rollback", "abort")) {
      Commands.Ran ran = verb(verb);
      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err()).contains("NOT_RUNNING", "crossfade run MANIFEST");
    }
  }

  @Test
  void aStatusOfNothingLeavesNothingBehind() {
    Commands.Ran status = verb("status");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.err()).contains("MIGRATION_UNKNOWN", "crossfade run MANIFEST");
    assertThat(Path.of(directory)).doesNotExist();
  }

  @Test
  void anotherMigrationsDirectoryIsNotTakenForOurs() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    Commands.Ran cutover =
        commands.run("cutover", "--migration", "other", "--state-dir", directory);
    assertThat(cutover.exitCode()).isEqualTo(1);
    assertThat(cutover.err()).contains("MIGRATION_UNKNOWN");
    assertThat(engine.asked).isEmpty();
    verb("abort");
    run.get(30, TimeUnit.SECONDS);
  }

  @Test
  void cleanupIsConfirmed() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    Commands.Ran cleanup = verb("cleanup");
    assertThat(cleanup.exitCode()).isEqualTo(2);
    assertThat(cleanup.err()).contains("--yes");
    assertThat(engine.asked).isEmpty();
    verb("abort");
    run.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aPlanWithProblemsFails() {
    assertThat(commands.run("plan", "shop.yaml", "--state-dir", directory).out())
        .contains(
            "backfill",
            "public.orders",
            "note: not carried: view v of public.orders: make it there",
            "Nothing stands in the way");
    engine.problems = List.of("source: no rights; GRANT them");
    Commands.Ran plan = commands.run("plan", "shop.yaml", "--state-dir", directory);
    assertThat(plan.exitCode()).isEqualTo(1);
    assertThat(plan.out()).contains("problem: source: no rights; GRANT them");
  }

  @Test
  void mistakesInTheCommandAreUsageErrors() {
    for (String[] wrong :
        new String[][] {
          {},
          {"run"},
          {"plan"},
          {"nonsense"},
          {"status", "--nonsense"},
          {"status", "-o", "xml"},
          {"status", "a.yaml", "--migration", "b"}
        }) {
      Commands.Ran ran = commands.run(wrong);
      assertThat(ran.exitCode()).as(String.join(" ", wrong)).isEqualTo(2);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).isNotBlank();
    }
  }

  @Test
  void aTraceIsShownOnlyWhenAskedFor() {
    assertThat(verb("cutover").err()).doesNotContain("\tat ");
    assertThat(verb("cutover", "--debug").err()).contains("\tat io.crossfade");
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(commands.run("--version").out()).startsWith("crossfade 0.");
  }

  private Commands.Ran verb(String verb, String... more) {
    String[] args = new String[more.length + 3];
    args[0] = verb;
    System.arraycopy(more, 0, args, 1, more.length);
    args[more.length + 1] = "--state-dir";
    args[more.length + 2] = directory;
    return commands.run(args);
  }

  /// The run in another thread; returns once it can be asked.
  private CompletableFuture<Commands.Ran> started() throws Exception {
    CompletableFuture<Commands.Ran> run =
        CompletableFuture.supplyAsync(
            () -> commands.run("run", "shop.yaml", "--state-dir", directory),
            Executors.newVirtualThreadPerTaskExecutor());
    while (!Files.exists(Path.of(directory, "routes"))) {
      assertThat(run).isNotDone();
      Thread.onSpinWait();
    }
    return run;
  }
}
