package io.crossfade.engine;

import static io.crossfade.engine.CarriedOn.assertEnds;
import static io.crossfade.engine.CarriedOn.assertSame;
import static io.crossfade.engine.CarriedOn.failovers;
import static io.crossfade.engine.CarriedOn.finished;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.servers.SharedPostgres;
import io.crossfade.servers.Standby;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The target dies and its standby takes its place, under the same address and under load. What
/// Crossfade knows of the target lies in it, and goes back together with the rows.
@Timeout(120)
class TargetFailoverIT {
  @TempDir Path directory;
  private Cluster target;
  private TwoDatabases databases;

  @BeforeEach
  void start() {
    target = new Cluster(18, directory);
    databases = new TwoDatabases(SharedPostgres.newDatabase(16), target.url());
  }

  @AfterEach
  void stop() {
    target.close();
  }

  @Test
  void withAStandbyThatHasAllItGoesOnAndCopiesNothingTwice() throws Exception {
    databases.sql(
        Side.TARGET,
        "ALTER SYSTEM SET synchronous_standby_names = '" + Standby.NAME + "'",
        "SELECT pg_reload_conf()");
    try (LiveMigration live = LiveMigration.notRunYet(databases, "current", "", directory);
        PatientWriter writer = new PatientWriter(databases, Side.SOURCE)) {
      live.migration().run();
      target.failOver();
      writer.awaitWritten(50);
      assertEnds(live.migration()::awaitEnd, ErrorCode.TARGET_REPLACED);
    }
    try (LiveMigration again = CarriedOn.run(databases, "current", directory)) {
      assertThat(failovers(again)).singleElement().satisfies(e -> assertThat(e.lost()).isEmpty());
      assertThat(finished(again, StepName.PREPARE)).isEqualTo(1);
      assertThat(again.chunks()).extracting(Chunk::attempt).containsOnly(1);
      assertSame(again);
      assertThat(again.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      again.insert(Side.TARGET, "made there");
      assertThat(again.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(again.count(Side.SOURCE, "name = 'made there'")).isEqualTo("1");
    }
  }

  /// The slot was told that the target has them.
  @Test
  void changesThatTheStandbyNeverGotAreNotMissing() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "behind", "", directory)) {
      live.migration().run();
      target.standby().catchUp();
      target.standby().fallBehind();
      databases.sql(Side.SOURCE, "INSERT INTO notes (name) VALUES ('must stay')");
      String written = databases.one(Side.SOURCE, "SELECT pg_current_wal_insert_lsn()");
      Await.that(() -> isConfirmed(written));

      target.failOver();
      assertEnds(live.migration()::awaitEnd, ErrorCode.TARGET_REPLACED);
      assertThat(live.open().board().current().reads()).isEqualTo(Side.SOURCE);
    }
    try (LiveMigration again = CarriedOn.run(databases, "behind", directory)) {
      assertThat(failovers(again))
          .singleElement()
          .satisfies(e -> assertThat(e.lost()).containsExactly(Direction.FORWARD));
      assertSame(again);
      assertThat(again.count(Side.TARGET, "name = 'must stay'")).isEqualTo("1");
    }
  }

  private boolean isConfirmed(String position) {
    try {
      return databases
          .one(
              Side.SOURCE,
              "SELECT confirmed_flush_lsn >= '%s' FROM pg_replication_slots WHERE slot_name = 'crossfade_behind_forward'"
                  .formatted(position))
          .equals("t");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void chunksThatTheStandbyNeverGotAreNotMissing() throws Exception {
    String slowly = "copy: {chunkRows: 100, rowsPerSecond: 800, workers: 1}";
    try (LiveMigration live =
            LiveMigration.notRunYet(databases, "copied_midst", slowly, directory);
        PatientWriter writer = new PatientWriter(databases, Side.SOURCE)) {
      live.journal()
          .listen(recorded -> {
            if (recorded.event() instanceof MigrationEvent.StepStarted started
                && started.step() == StepName.BACKFILL) {
              Thread.startVirtualThread(() -> failOverInTheMidstOf(live));
            }
          });
      assertEnds(live.migration()::run, ErrorCode.TARGET_REPLACED);
      writer.awaitWritten(50);
    }
    try (LiveMigration again = CarriedOn.run(databases, "copied_midst", directory)) {
      assertThat(failovers(again)).hasSize(1);
      assertSame(again);
    }
  }

  private void failOverInTheMidstOf(LiveMigration live) {
    awaitDone(live, 3);
    target.standby().fallBehind();
    awaitDone(live, 6);
    target.failOver();
  }

  private static void awaitDone(LiveMigration live, int chunks) {
    Await.that(
        () -> live.chunks().stream().filter(c -> c.state() == Chunk.State.DONE).count() >= chunks);
  }

  @Test
  void afterACutoverItGoesOnServingAndPeopleAreToldWhatTheSourceMayHaveBeyondIt() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "served", "", directory)) {
      live.migration().run();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      target.standby().catchUp();
      target.standby().fallBehind();
      live.insert(Side.TARGET, "acknowledged and lost");
      Await.that(() -> onSource(live, "name = 'acknowledged and lost'").equals("1"));
      target.failOver();
      assertEnds(live.migration()::awaitEnd, ErrorCode.TARGET_REPLACED);
    }
    try (LiveMigration again = CarriedOn.run(databases, "served", directory)) {
      assertThat(again.journal().state().phase()).isEqualTo(Phase.CUT_OVER);
      assertThat(again.migration().status().outlook().lastError())
          .contains("the TARGET was failed over", "no way back without loss");
      again.insert(Side.TARGET, "still served");
      assertThatThrownBy(() -> again.migration().rollback(false))
          .hasMessageContaining("rollback --accept-loss");
      assertThat(again.count(Side.SOURCE, "name = 'acknowledged and lost'")).isEqualTo("1");
      assertThat(again.migration().cleanup().phase()).isEqualTo(Phase.CLEANED);
    }
  }

  private static String onSource(LiveMigration live, String where) {
    try {
      return live.count(Side.SOURCE, where);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
