package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Chunk;
import io.crossfade.engine.Control.Repaired;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a dead process may leave, made by hand; each is found, named, mended, and not found again.
@Timeout(120)
class RepairIT {
  private static final String OURS =
      """
      SELECT slot_name FROM pg_replication_slots WHERE database = current_database()
      UNION ALL SELECT pubname FROM pg_publication
      UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = 'crossfade'
      UNION ALL SELECT relname FROM pg_class WHERE relname = 'notes' AND relkind = 'r'
      ORDER BY 1
      """;

  @TempDir Path directory;
  private final TwoDatabases databases = new TwoDatabases();

  @Test
  void aHalfDonePrepareIsUndone() throws SQLException {
    try (LiveMigration died = LiveMigration.notRunYet(databases, "half_prepared", "", directory)) {
      died.journal().record(new MigrationEvent.StepStarted(StepName.PREPARE));
      var source = died.open().database(Side.SOURCE);
      source.workspace().take(died.lease());
      source
          .log()
          .retain(
              "half_prepared", Direction.FORWARD, source.catalog().tables(), Duration.ofSeconds(9));
    }
    assertThat(databases.column(Side.SOURCE, OURS)).hasSizeGreaterThan(2);
    try (LiveMigration again = LiveMigration.again(databases, "half_prepared", "", directory)) {
      dryRunFinds(again, "prepare was begun and has not ended");
      repairs(again, "prepare was begun and has not ended");
      assertThat(databases.column(Side.SOURCE, OURS)).containsExactly("notes");
      assertThat(databases.column(Side.TARGET, OURS)).isEmpty();
      again.migration().run();
      assertThat(again.journal().state().phase()).isEqualTo(Phase.READS_SHIFTED);
    }
  }

  @Test
  void chunksOfADeadProcessWaitAgain() throws SQLException {
    String rest = "copy: {chunkRows: 100}";
    try (LiveMigration died = LiveMigration.notRunYet(databases, "half_copied", rest, directory)) {
      died.migration().run();
    }
    // as it was in the backfill
    databases.sql(
        Side.TARGET,
        "UPDATE crossfade.chunk SET state = 'COPYING', boundary = NULL WHERE number = 3");
    try (LiveMigration again = LiveMigration.again(databases, "half_copied", rest, directory)) {
      rewindToBackfill(again);
      repairs(again, "1 chunks are being copied by nobody");
      assertThat(again.chunks()).filteredOn(c -> c.state() == Chunk.State.WAITING).hasSize(1);
    }
  }

  @Test
  void aSwitchWithoutAnEndIsEndedAndTheHoldReleased() throws SQLException {
    try (LiveMigration died = LiveMigration.readyToSwitch(databases, "half_cut", "3s", directory)) {
      died.journal().record(new MigrationEvent.StepStarted(StepName.CUTOVER));
      died.journal().record(new MigrationEvent.SwitchStarted(1, Side.SOURCE, Side.TARGET, 3000));
      died.open().board().publish(died.open().board().current().hold());
      var tables = List.of(new TableName("public", "notes"));
      died.open().database(Side.SOURCE).fence().raise(died.lease(), tables, Duration.ofSeconds(9));
    }
    try (LiveMigration again = LiveMigration.again(databases, "half_cut", "", directory)) {
      dryRunFinds(again, "switch 1 (cutover) has not ended");
      assertThat(again.open().board().current().held()).isTrue();
      repairs(again, "switch 1 (cutover) has not ended");
      assertThat(again.open().board().current().held()).isFalse();
      assertThat(again.journal().state().authoritative()).isEqualTo(Side.SOURCE);
      again.insert(Side.SOURCE, "written again");
      assertThat(again.events()).filteredOn(MigrationEvent.Mended.class::isInstance).hasSize(1);
    }
  }

  @Test
  void fencesARouteAndAStepAreSetRightInTheRunningProcess() throws SQLException {
    try (LiveMigration live = LiveMigration.readyToSwitch(databases, "hands", "3s", directory)) {
      var tables = List.of(new TableName("public", "notes"));
      live.open().database(Side.SOURCE).fence().raise(live.lease(), tables, Duration.ofSeconds(9));
      live.open().database(Side.TARGET).fence().lift(live.lease(), tables);
      live.open().board().publish(live.open().board().current().hold());

      repairs(
          live,
          "the route of epoch",
          "the side that is written refuses writes",
          "the side that follows can be written by anybody");

      live.insert(Side.SOURCE, "goes");
      assertThat(live.open().database(Side.TARGET).fence().isRaised("hands")).isTrue();
      live.journal().record(new MigrationEvent.StepStarted(StepName.REHEARSE));
      repairs(live, "a step of a switch is open");
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    }
  }

  @Test
  void anAbortThatWasCutIsCarriedToItsEndAndWhatWakesUpAfterwardsIsRemoved() throws SQLException {
    List<String> before;
    try (LiveMigration died = LiveMigration.notRunYet(databases, "half_aborted", "", directory)) {
      before = databases.column(Side.SOURCE, OURS);
      died.migration().run();
      died.migration().close();
      died.journal().record(new MigrationEvent.StepStarted(StepName.ABORT));
      died.open().database(Side.TARGET).log().release("half_aborted", Direction.REVERSE);
    }
    try (LiveMigration again = LiveMigration.again(databases, "half_aborted", "", directory)) {
      repairs(again, "abort was begun and has not ended");
      assertThat(again.journal().state().phase()).isEqualTo(Phase.ABORTED);
      assertThat(databases.column(Side.SOURCE, OURS)).isEqualTo(before);
      assertThat(databases.column(Side.TARGET, OURS)).isEmpty();
    }
    try (LiveMigration late = LiveMigration.again(databases, "half_aborted", "", directory)) {
      var source = late.open().database(Side.SOURCE);
      source
          .log()
          .retain(
              "half_aborted", Direction.FORWARD, source.catalog().tables(), Duration.ofSeconds(9));
      repairs(late, "the server keeps its log for the FORWARD stream, and the migration has ended");
      assertThat(databases.column(Side.SOURCE, OURS)).isEqualTo(before);
    }
  }

  @Test
  void aLogThatIsLostIsNamedAndNotMended() throws SQLException {
    try (LiveMigration died = LiveMigration.readyToSwitch(databases, "log_lost", "3s", directory)) {
      died.migration().close();
      databases.sql(Side.SOURCE, "SELECT pg_drop_replication_slot('crossfade_log_lost_forward')");
    }
    try (LiveMigration again = LiveMigration.again(databases, "log_lost", "", directory)) {
      List<Repaired> found = again.migration().repair(false).repaired();
      assertThat(found.getLast())
          .returns(false, Repaired::mended)
          .satisfies(lost -> assertThat(lost.done()).contains("crossfade abort"));
    }
  }

  private static void dryRunFinds(LiveMigration live, String... what) {
    List<MigrationEvent> before = live.events();
    Control.RepairReport report = live.migration().repair(true);
    assertThat(report.dryRun()).isTrue();
    assertThat(report.repaired()).noneMatch(Repaired::mended);
    assertFound(report, what);
    assertThat(live.events()).isEqualTo(before);
  }

  private static void repairs(LiveMigration live, String... what) {
    Control.RepairReport report = live.migration().repair(false);
    assertFound(report, what);
    assertThat(report.repaired()).as("%s", report).allMatch(Repaired::mended);
    assertThat(live.migration().repair(false).repaired()).isEmpty();
  }

  private static void assertFound(Control.RepairReport report, String... what) {
    assertThat(report.repaired()).as("%s", report).hasSize(what.length);
    for (int i = 0; i < what.length; i++) {
      assertThat(report.repaired().get(i).what()).contains(what[i]);
    }
  }

  private static void rewindToBackfill(LiveMigration live) {
    live.journal().record(new MigrationEvent.StepUndone(StepName.BACKFILL));
    live.journal().record(new MigrationEvent.StepStarted(StepName.BACKFILL));
  }
}
