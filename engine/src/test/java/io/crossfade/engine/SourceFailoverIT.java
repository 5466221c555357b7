package io.crossfade.engine;

import static io.crossfade.engine.CarriedOn.assertEnds;
import static io.crossfade.engine.CarriedOn.assertSame;
import static io.crossfade.engine.CarriedOn.failovers;
import static io.crossfade.engine.CarriedOn.finished;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.switching.SameServers;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The source dies and its standby takes its place, under the same address and under load. Whatever
/// the standby never got has not happened.
@Timeout(120)
class SourceFailoverIT {
  @TempDir Path directory;
  private Cluster source;
  private TwoDatabases databases;

  @BeforeEach
  void start() {
    source = new Cluster(16, directory);
    databases = new TwoDatabases(source.url(), SharedPostgres.newDatabase(18));
  }

  @AfterEach
  void stop() {
    source.close();
  }

  /// A slot that is there, and reaches back far enough, changes nothing about that.
  @Test
  void whatTheStandbyNeverGotDoesNotStayOnTheTarget() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "ahead", "", directory)) {
      source.keepSlotOnStandby("crossfade_ahead_forward");
      live.migration().run();
      source.standby().catchUp();
      source.standby().fallBehind();
      databases.sql(
          Side.SOURCE,
          "INSERT INTO notes (name) VALUES ('never')",
          "UPDATE notes SET name = 'never' WHERE id = 1",
          "DELETE FROM notes WHERE id = 2");
      Await.that(() -> count(live, "name = 'never' OR id = 2").equals("2"));

      source.failOver();
      assertEnds(live.migration()::awaitEnd, ErrorCode.SOURCE_REPLACED);
      assertThat(live.open().board().current().reads()).isEqualTo(Side.SOURCE);
    }
    try (PatientWriter writer = new PatientWriter(databases, Side.SOURCE);
        LiveMigration again = CarriedOn.run(databases, "ahead", directory)) {
      assertThat(failovers(again))
          .singleElement()
          .satisfies(e -> assertThat(e.lost()).containsExactly(Direction.FORWARD));
      writer.awaitWritten(100);
      writer.close();
      assertSame(again);
      assertThat(again.count(Side.TARGET, "name = 'never'")).isEqualTo("0");
      assertThat(again.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    }
  }

  /// Its slot is there, as where somebody copies slots to standbys, and tells only what came later.
  /// Of all else that we had made it has nothing.
  @Test
  void aSlotOnTheStandbyIsNotTrusted() throws Exception {
    String slowly = "copy: {chunkRows: 100, rowsPerSecond: 800, workers: 1}";
    try (LiveMigration live = LiveMigration.notRunYet(databases, "slot", slowly, directory);
        PatientWriter writer = new PatientWriter(databases, Side.SOURCE)) {
      source.standby().catchUp();
      source.standby().fallBehind();
      live.journal()
          .listen(recorded -> {
            if (recorded.event() instanceof MigrationEvent.StepStarted started
                && started.step() == StepName.BACKFILL) {
              Thread.startVirtualThread(() -> failOverInTheMidstOf(live));
            }
          });
      assertEnds(live.migration()::run, ErrorCode.SOURCE_REPLACED);
      writer.awaitWritten(50);
    }
    try (LiveMigration again = CarriedOn.run(databases, "slot", directory)) {
      assertThat(finished(again, StepName.PREPARE)).isEqualTo(2);
      assertSame(again);
    }
  }

  private void failOverInTheMidstOf(LiveMigration live) {
    Await.that(() -> live.chunks().stream().filter(c -> c.state() == Chunk.State.DONE).count() > 3);
    source.failOver();
    try {
      databases.sql(
          Side.SOURCE,
          "SELECT pg_create_logical_replication_slot('crossfade_slot_forward', 'pgoutput')");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Our connections still lead to the server before, which is fenced, and clients to the new one:
  /// since everybody was held, and somebody's transaction is waited for.
  @Test
  void nobodyCutsOverFromAServerThatIsNoLongerTheSource() throws Exception {
    String patient = "cutover: {deadline: 30s, firstTry: 30s}";
    try (LiveMigration live = LiveMigration.notRunYet(databases, "both_live", patient, directory);
        Connection writer = databases.connect(Side.SOURCE);
        Statement statement = writer.createStatement()) {
      live.migration().run();
      writer.setAutoCommit(false);
      boolean _ = statement.execute("INSERT INTO notes (name) VALUES ('open')");
      var cutOver =
          CompletableFuture.supplyAsync(() -> isCutOver(live), Thread::startVirtualThread);
      Await.that(() -> live.open().board().current().held());
      long held = System.nanoTime();
      source.lead();
      Await.that(() -> System.nanoTime() - held > 4 * SameServers.BELIEVED.toNanos());
      writer.commit();

      assertThat(cutOver.join()).isFalse();
      databases.sql(Side.SOURCE, "INSERT INTO notes (name) VALUES ('not fenced')");
      assertEnds(live.migration()::awaitEnd, ErrorCode.SOURCE_REPLACED);
    }
    try (LiveMigration again = CarriedOn.run(databases, "both_live", directory)) {
      assertSame(again);
      assertThat(again.count(Side.TARGET, "name = 'not fenced'")).isEqualTo("1");
    }
    source.leadBack();
    assertThatThrownBy(() -> CarriedOn.run(databases, "both_live", directory))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_REPLACED))
        .hasMessageContaining("nor a standby of it that was promoted");
  }

  /// It dies under the fence, which its standby has too.
  @Test
  void aSwitchThatTheOldServerHasLeftOpenIsEndedOnTheNewOne() throws Exception {
    String patient = "cutover: {deadline: 10s, firstTry: 10s}";
    try (LiveMigration live = LiveMigration.notRunYet(databases, "fenced", patient, directory);
        Connection reader = databases.connect(Side.TARGET);
        Statement statement = reader.createStatement()) {
      live.migration().run();
      reader.setAutoCommit(false);
      boolean _ = statement.execute("LOCK TABLE notes IN SHARE MODE");
      AtomicBoolean late = new AtomicBoolean();
      live.journal()
          .listen(recorded -> {
            if (recorded.event() instanceof MigrationEvent.RoutePublished published
                && published.route().held()
                && late.compareAndSet(false, true)) {
              live.insert(Side.SOURCE, "late");
            }
          });
      var cutOver =
          CompletableFuture.supplyAsync(live.migration()::cutover, Thread::startVirtualThread);
      Await.that(() -> live.open().database(Side.SOURCE).fence().isRaised("fenced"));
      source.standby().catchUp();
      source.failOver();

      assertThatThrownBy(cutOver::join)
          .cause()
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVER_REPLACED));
      assertThat(live.open().board().current().held()).isTrue();
      assertEnds(live.migration()::awaitEnd, ErrorCode.SOURCE_REPLACED);
    }
    try (LiveMigration next = LiveMigration.again(databases, "fenced", "", directory)) {
      assertEnds(
          () -> {
            next.migration().run();
            next.migration().awaitEnd();
          },
          ErrorCode.SOURCE_REPLACED);
      assertThat(next.journal().state().switches().open()).isNull();
      assertThat(next.open().board().current().held()).isFalse();
      next.insert(Side.SOURCE, "goes on");
    }
    try (LiveMigration again = CarriedOn.run(databases, "fenced", directory)) {
      assertSame(again);
      assertThat(again.count(Side.TARGET, "name IN ('late', 'goes on')")).isEqualTo("2");
      assertThat(failovers(again)).hasSize(1);
      assertThat(again.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    }
  }

  private static boolean isCutOver(LiveMigration live) {
    try {
      SwitchReport report = live.migration().cutover();
      assertThat(report.decision() == Decision.FLIP || report.reason().contains("another server"))
          .as(report.reason())
          .isTrue();
      return report.decision() == Decision.FLIP;
    } catch (CrossfadeException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.SERVER_REPLACED);
      return false;
    }
  }

  @Test
  void afterACutoverTheTargetGoesOnServingAndPeopleAreToldThatTheWayBackIsLost() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "one_way_left", "", directory)) {
      live.migration().run();
      source.standby().catchUp();
      source.standby().fallBehind();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      source.failOver();
      assertEnds(live.migration()::awaitEnd, ErrorCode.SOURCE_REPLACED);
    }
    try (LiveMigration again = CarriedOn.run(databases, "one_way_left", directory)) {
      assertThat(again.journal().state().phase()).isEqualTo(Phase.CUT_OVER);
      assertThat(again.migration().status().outlook().lastError())
          .contains("the SOURCE was failed over", "no way back without loss");
      again.insert(Side.TARGET, "still served");
      assertThatThrownBy(
              () -> databases.sql(Side.SOURCE, "INSERT INTO notes (name) VALUES ('split')"))
          .as("the standby had not got the fence")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
      assertThatThrownBy(() -> again.migration().rollback(false))
          .hasMessageContaining("rollback --accept-loss");
      assertThat(again.migration().rollback(true).decision()).isEqualTo(Decision.FLIP);
      again.insert(Side.SOURCE, "served there");
      again.migration().abort();
    }
  }

  private static String count(LiveMigration live, String where) {
    try {
      return live.count(Side.TARGET, where);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
