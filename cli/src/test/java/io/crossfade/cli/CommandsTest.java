package io.crossfade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.engine.NextStep;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import io.crossfade.engine.store.ProcessGuard;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.wire.WireJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
  void throttleIsAskedForInOneOfThreeWays() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    assertThat(verb("throttle", "--rows-per-second", "7000").out())
        .contains("The throttle is adaptive, with 7,000 rows per second at most");
    assertThat(verb("status").out())
        .contains("throttle", "7,000", "now 4,000 rows/s: source latency 72 ms > 50 ms");
    assertThat(verb("throttle", "--off").out()).contains("The throttle is off (it was adaptive");
    assertThat(verb("throttle", "--adaptive").out()).contains("as the manifest says (it was off)");
    assertThat(verb("throttle", "--adaptive").out()).contains("was so before");
    assertThat(verb("throttle").exitCode()).isEqualTo(2);
    assertThat(verb("throttle", "--off", "--adaptive").exitCode()).isEqualTo(2);
    assertThat(verb("throttle", "--rows-per-second", "0").exitCode()).isEqualTo(2);
    verb("abort");
    assertThat(run.get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(5);
  }

  @Test
  void aClosedCalendarIsShownWithItsTimeAndItsReason() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    assertThat(verb("status").out()).doesNotContain("calendar");
    String text = "closed until Mon 23 Nov 22:00 Europe/Berlin (freeze: Christmas business)";
    engine.closed =
        new Status.Closed(StepName.CUTOVER, Instant.parse("2026-11-23T21:00:00Z"), text);
    assertThat(verb("status").out()).contains("calendar  cutover is " + text);
    assertThat(verb("status", "-o", "json").out()).contains("2026-11-23T21:00:00Z", text);
    verb("abort");
    assertThat(run.get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(5);
  }

  @Test
  void aPauseIsBegunSeenAndEndedAndBothMayBeRepeated() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    assertThat(verb("pause", "--reason", "backup & co").out())
        .contains("Paused since", "backup & co");
    assertThat(engine.asked).isEqualTo("pause backup & co");
    assertThat(verb("pause").out()).contains("It was paused before", "backup & co");
    assertThat(verb("status").out())
        .contains("paused", "backup & co", System.getProperty("user.name"));
    assertThat(verb("resume").out()).contains("The pause has ended");
    Commands.Ran again = verb("resume");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("It was not paused");
    engine.refuses(
        new CrossfadeException(ErrorCode.NOT_ALLOWED_NOW, "paused", Map.of("next", "resume")));
    assertThat(verb("cutover", "-o", "json").answer().nextSteps())
        .containsExactly(new NextStep("resume", "then this is possible"));
    engine.refusal = null;
    verb("abort");
    run.get(30, TimeUnit.SECONDS);
  }

  @Test
  void advanceSaysWhatItTakesAndRehearseWhatItHasShown() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    Commands.Ran advance = verb("advance");
    assertThat(advance.err()).contains("Next is cutover: moves writes to the target.");
    assertThat(engine.asked).isEqualTo("advance CUTOVER");
    verb("advance", "--to", "cleanup");
    assertThat(engine.asked).isEqualTo("advance CLEANUP");
    engine.decision = Decision.ABORT;
    assertThat(verb("advance").exitCode()).isEqualTo(5);

    Commands.Ran rehearse = verb("rehearse");
    assertThat(rehearse.exitCode()).isZero();
    assertThat(rehearse.out())
        .contains("a cutover would have held new transactions for 7.0 ms", "hold");
    engine.refusals = List.of("public.orders: it was not compared yet");
    assertThat(verb("rehearse").exitCode()).isEqualTo(3);
    engine.passes = false;
    Commands.Ran calledOff = verb("rehearse");
    assertThat(calledOff.exitCode()).isEqualTo(1);
    assertThat(calledOff.out()).contains("would have been called off: the deadline passed");
    verb("abort");
    run.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aWatchOutlivesTheProcessAndEndsWithTheMigration() throws Exception {
    engine.recordsItsEnd = true;
    CompletableFuture<Commands.Ran> run = started();
    CompletableFuture<Commands.Ran> watch = beside("watch");
    CompletableFuture<Commands.Ran> json = beside("watch", "-o", "json");
    assertThat(verb("abort").exitCode()).isZero();
    run.get(30, TimeUnit.SECONDS);

    Commands.Ran watched = watch.get(30, TimeUnit.SECONDS);
    assertThat(watched.exitCode()).isEqualTo(5);
    assertThat(watched.out().lines().toList().getLast()).startsWith("ABORTED");
    List<Answer> lines =
        json.get(30, TimeUnit.SECONDS)
            .out()
            .lines()
            .map(l -> WireJson.read(l, Answer.class))
            .toList();
    assertThat(lines).allMatch(line -> line.command().equals("watch"));
    assertThat(lines.getLast().exitCode()).isEqualTo(5);
  }

  @Test
  void aReportIsMadeOfTheEventsWithAndWithoutAProcess() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    String live = verb("report").out();
    assertThat(live).startsWith("# Migration shop").contains("## Steps", "the migration began");
    verb("abort");
    run.get(30, TimeUnit.SECONDS);
    assertThat(verb("report").out()).isEqualTo(live);
    assertThat(verb("report", "-o", "json").answer().nextSteps())
        .extracting(NextStep::command)
        .contains("run MANIFEST");
  }

  @Test
  void aRepairSaysWhatItDidAndFailsWhereSomethingIsLeft() throws Exception {
    assertThat(commands.run("repair", "shop.yaml", "--state-dir", directory).err())
        .contains("MIGRATION_UNKNOWN");
    assertThat(Path.of(directory)).doesNotExist();
    CompletableFuture<Commands.Ran> run = started();
    assertThat(verb("repair").out()).contains("Nothing was left behind");
    engine.repaired = List.of(new Control.Repaired("a fence", "the source", "lifted", true));
    assertThat(verb("repair", "--dry-run").out()).contains("a fence, on the source", "would be");
    assertThat(engine.asked).isEqualTo("repair true");
    assertThat(verb("repair").exitCode()).isZero();
    engine.repaired = List.of(new Control.Repaired("a log", "the source", "abort", false));
    Commands.Ran left = verb("repair");
    assertThat(left.exitCode()).isEqualTo(1);
    assertThat(left.out()).contains("NOT mended: abort");
    verb("abort");
    run.get(30, TimeUnit.SECONDS);

    assertThat(verb("repair").exitCode()).isEqualTo(2);
    Files.writeString(Path.of(directory, "control1.tmp"), "half");
    engine.repaired = List.of();
    assertThat(commands.run("repair", "shop.yaml", "--state-dir", directory).out())
        .contains("a file was not written to its end", "it was removed");
    assertThat(commands.run("repair", "shop.yaml", "--state-dir", directory).out())
        .contains("Nothing was left behind");
  }

  @Test
  void aSupportBundleNamesWhatIsMissing() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    Path zip = parent.resolve("a.zip");
    Commands.Ran bundle = verb("support-bundle", "--out", zip.toString());
    assertThat(bundle.exitCode()).isZero();
    assertThat(bundle.out()).contains("Written", "missing: manifest.yaml: it was not given");
    assertThat(zip).exists();
    verb("abort");
    run.get(30, TimeUnit.SECONDS);
    assertThat(verb("support-bundle", "--out", zip.toString(), "-o", "json").answer().exitCode())
        .isZero();
  }

  private CompletableFuture<Commands.Ran> beside(String verb, String... more) {
    return CompletableFuture.supplyAsync(
        () -> verb(verb, more), Executors.newVirtualThreadPerTaskExecutor());
  }

  @Test
  void jsonIsOneDocumentWithNextStepsAndNothingElseOnTheStandardOutput() throws Exception {
    CompletableFuture<Commands.Ran> run = started();
    NextStep next = new NextStep("cutover", "moves writes");
    for (String verb :
        List.of(
            "status", "verify", "pause", "advance", "rehearse", "cutover", "rollback", "resume")) {
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
    for (String verb :
        List.of(
            "verify", "pause", "resume", "rehearse", "advance", "cutover", "rollback", "abort")) {
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

  private CompletableFuture<Commands.Ran> started() {
    return StartedRun.of(commands, Path.of(directory));
  }
}
