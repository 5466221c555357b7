package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.cli.process.StateDirectory;
import io.crossfade.engine.Control;
import io.crossfade.engine.Status;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// One disk after the other has no room: which one is told, the same process waits, and it goes on
/// once there is room again.
///
/// Where our own process writes, the system refuses larger files, which ends in the same error of
/// the same call as a full disk. The target's server is not really full: a trigger says what it
/// would say.
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, disabledReason = "prlimit bounds the files of a process that runs")
class FullDiskIT {
  private static final String MAKE = "CREATE TABLE files (id int PRIMARY KEY, body text NOT NULL)";
  private static final long SPILL_LIMIT = 6L << 20;

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void eachOneIsNamedAndWaitedFor() throws Exception {
    databases.sql(
        Side.SOURCE,
        MAKE,
        "INSERT INTO files SELECT n, repeat(md5(n::text), 24) FROM generate_series(1, 30000) n");
    Path state = directory.resolve("state");
    Files.writeString(
        directory.resolve("shop.yaml"),
        databases.manifestText("full_disk", "tables: [\"public.*\"]\nreads: [100]"));
    try (KilledRun run = new KilledRun(directory, new StateDirectory("full_disk", state))) {
      targetIsFull(run);
      CrossfadeProcess process = targetHasRoom(run);
      spillIsFull(run, process);
      storeIsFull(run, process, state.resolve("store.mv.db"));
      assertThat(process.isAlive()).isTrue();
    }
  }

  private void targetIsFull(KilledRun run) throws Exception {
    databases.sql(
        Side.TARGET,
        MAKE,
        """
        CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          RAISE EXCEPTION 'could not extend file "base/16384/16389": No space left on device'
          USING ERRCODE = 'disk_full', HINT = 'Check free disk space.';
        END $$\
        """,
        "CREATE TRIGGER is_full BEFORE INSERT ON files EXECUTE FUNCTION is_full()",
        "ALTER TABLE files ENABLE ALWAYS TRIGGER is_full");
    run.start();
    run.await("the step fails", () -> run.log().contains("StepFailed[step=BACKFILL"));
    run.await("it is begun again", () -> count(run.log(), "StepStarted[step=BACKFILL") > 1);
    assertThat(run.log()).contains(databases.url(Side.TARGET).replaceFirst("\\?.*", ""));
    assertThat(run.log()).contains("No space left on device");
  }

  private CrossfadeProcess targetHasRoom(KilledRun run) throws Exception {
    databases.sql(Side.TARGET, "DROP TRIGGER is_full ON files", "DROP FUNCTION is_full");
    run.awaitReady();
    return run.process();
  }

  private void spillIsFull(KilledRun run, CrossfadeProcess process) throws Exception {
    limitFiles(process, SPILL_LIMIT + ":");
    databases.sql(Side.SOURCE, "UPDATE files SET body = body || 'changed'");
    run.await(
        "it is told of the spill", () -> run.log().contains("cannot be kept in " + directory));
    assertThat(run.log()).contains("make room there");
    limitFiles(process, "unlimited:");
    run.await(
        "it is applied",
        () ->
            databases
                .one(Side.TARGET, "SELECT count(*) FROM files WHERE body LIKE '%changed'")
                .equals("30000"));
  }

  private void storeIsFull(KilledRun run, CrossfadeProcess process, Path store) throws Exception {
    run.awaitReady();
    limitFiles(process, Files.size(store) + ":");
    AtomicBoolean told = new AtomicBoolean();
    AtomicBoolean refused = new AtomicBoolean();
    CompletableFuture<Control.VerifyReport> verify =
        CompletableFuture.supplyAsync(() -> verifyOnce(told, refused, run));
    run.await(
        "it is told of the store",
        () -> refused.get() || lastError(run).contains(store.toString().replace(".mv.db", "")));
    assertThat(refused.get() || lastError(run).contains("make room there")).isTrue();
    told.set(true);
    assertThat(verify).isNotDone();
    limitFiles(process, "unlimited:");
    assertThat(verify.get(60, TimeUnit.SECONDS).clean()).isTrue();
    assertThat(lastError(run)).isEqualTo("null");
  }

  /// The store's file may have room within it for a while. Then either an event finds it full, and
  /// waits; or the audit does, and what is asked for is refused.
  private static Control.VerifyReport verifyOnce(
      AtomicBoolean told, AtomicBoolean refused, KilledRun run) {
    while (true) {
      try {
        Control.VerifyReport report = run.answer(control -> control.verify(false));
        if (told.get()) {
          return report;
        }
      } catch (CrossfadeException e) {
        assertThat(e).hasMessageContainingAll("begun", "make room there", "Nothing is lost");
        refused.set(true);
      }
    }
  }

  private static String lastError(KilledRun run) {
    Status status = run.answer(Control::status);
    return String.valueOf(status.outlook().lastError());
  }

  private static void limitFiles(CrossfadeProcess process, String limit) throws Exception {
    Process prlimit =
        new ProcessBuilder("prlimit", "--pid", "" + process.pid(), "--fsize=" + limit)
            .inheritIO()
            .start();
    assertThat(prlimit.waitFor()).isZero();
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
