package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.cli.ExitCode;
import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.engine.Phase;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The edges of the transitions over which [CrashIT] does not come: `kill -9` in each, and the same
/// command goes on in the phase that was there before, or is at its end. Which test kills on which
/// edge stands in docs/chaos.md.
@Timeout(300)
class CrashEdgesIT {
  private static final String REST =
      """
      tables: ["public.*"]
      reads: [100]
      cutover: {deadline: 20s, firstTry: 20s}
      """;

  /// Of one of two tables: a comparison that is asked for is no step of its own.
  private static final String VERDICT = "VerdictReached[";

  private static final String REHEARSAL = "RehearsalStarted[";
  private static final String SWITCH = "SwitchStarted[";

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Tag("long")
  @Test
  void whatIsAskedForInAPhaseMayDieInIt() throws Exception {
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE notes (id int PRIMARY KEY, name text)",
        "INSERT INTO notes SELECT n, 'old ' || n FROM generate_series(1, 20000) n",
        "CREATE TABLE others (id int PRIMARY KEY)",
        "INSERT INTO others SELECT generate_series(1, 20000)",
        "ANALYZE");
    Files.writeString(directory.resolve("shop.yaml"), databases.manifestText("edges", REST));
    try (KilledRun run = new KilledRun(directory, "edges")) {
      run.start();
      killIn(run, Phase.READS_SHIFTED, VERDICT, control -> control.verify(false));
      assertThat(run.answer(Control::cutover).decision()).isEqualTo(Decision.FLIP);
      killIn(run, Phase.CUT_OVER, VERDICT, control -> control.verify(false));
      killIn(run, Phase.CUT_OVER, REHEARSAL, Control::rehearse);
      assertThat(run.answer(control -> control.rollback(false)).decision())
          .isEqualTo(Decision.FLIP);
      killIn(run, Phase.ROLLED_BACK, VERDICT, control -> control.verify(false));
      killIn(run, Phase.ROLLED_BACK, REHEARSAL, Control::rehearse);
      killIn(run, Phase.ROLLED_BACK, SWITCH, Control::cutover);
      killInAbort(run);
    }
    assertThat(databases.one(Side.SOURCE, "SELECT count(*) FROM notes")).isEqualTo("20000");
    assertThat(databases.one(Side.TARGET, "SELECT to_regclass('notes') IS NULL")).isEqualTo("t");
  }

  /// Leaves a new process that has gone on.
  private static void killIn(KilledRun run, Phase phase, String begun, Consumer<Control> asked)
      throws Exception {
    assertThat(run.awaitReady().where().phase()).isEqualTo(phase);
    CompletableFuture<Void> verb = run.ask(asked);
    String last = run.killAfter(begun, 0);
    verb.get(30, TimeUnit.SECONDS);
    assertThat(last).as("what was recorded last").doesNotContain("StepFinished[");
    run.start();
    assertThat(run.awaitReady().where().phase()).as("after the kill").isEqualTo(phase);
  }

  /// One that has begun is gone on with, and nothing else is.
  private static void killInAbort(KilledRun run) throws Exception {
    CompletableFuture<Void> verb = run.ask(Control::abort);
    run.killAfter("StepStarted[step=ABORT]", 0);
    verb.get(30, TimeUnit.SECONDS);
    CrossfadeProcess again = run.start();
    assertThat(again.exitCode()).as("%s", again.err()).isEqualTo(ExitCode.ROLLED_BACK.number());
    assertThat(again.out()).contains("ABORTED");
  }
}
