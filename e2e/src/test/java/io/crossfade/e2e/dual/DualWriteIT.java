package io.crossfade.e2e.dual;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Await;
import io.crossfade.engine.Control.VerifyReport;
import io.crossfade.engine.Decision;
import io.crossfade.engine.LiveMigration;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Phase;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import io.crossfade.servers.Rights;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole way without a log of changes: the application writes both sides. With a target that
/// dies on the way, back and there again: `DemoIT`.
@Timeout(180)
class DualWriteIT {
  private static final String NAMES =
      "SELECT name FROM notes WHERE name !~ '^(old|cut off|by hand)' ORDER BY name COLLATE \"C\"";

  @TempDir Path directory;

  @Test
  void thereAndCleanedUpWhileItIsWritten() throws Exception {
    TwoDatabases databases = new TwoDatabases();
    try (LiveMigration live = begun(databases, "mirrored");
        ServedRoutes routes = new ServedRoutes(live, "mirrored", directory);
        MirroringApplication application =
            new MirroringApplication("mirrored", routes.file(), databases).start(1)) {
      written(application);
      live.migration().run();
      assertThat(route(live)).isEqualTo(Writes.BOTH);
      assertThat(facts(live)).contains("bothSince");
      assertThat(
              databases.column(
                  Side.SOURCE,
                  "SELECT slot_name FROM pg_replication_slots WHERE database = current_database()"))
          .isEmpty();
      written(application);
      isClean(live);

      flips(live, Writes.BOTH_TARGET_FIRST);
      written(application);
      isClean(live);
      live.migration().cleanup();
      assertThat(route(live)).isEqualTo(Writes.TARGET);
      written(application);
      application.rest();
      assertThat(databases.column(Side.TARGET, NAMES)).isEqualTo(application.expected());
      assertThat(databases.one(Side.TARGET, "SELECT count(*) FROM notes WHERE name ~ '^old'"))
          .isEqualTo("2000");
      assertThat(
              databases.column(
                  Side.TARGET, "SELECT nspname FROM pg_namespace WHERE nspname = 'crossfade'"))
          .isEmpty();
    }
  }

  /// Whoever does not know the way, because he was cut off when it was told or was never told at
  /// all.
  @Test
  void whatAnybodyElseWritesIsMirroredToo() throws Exception {
    TwoDatabases databases = new TwoDatabases();
    try (LiveMigration live = begun(databases, "mirrored_cut_off");
        CutOffWriter cutOff = new CutOffWriter(databases);
        ServedRoutes routes = new ServedRoutes(live, "mirrored_cut_off", directory);
        MirroringApplication application =
            new MirroringApplication("mirrored_cut_off", routes.file(), databases).start(1)) {
      Await.that(() -> cutOff.count() > 20);
      live.migration().run();
      written(application);
      isClean(live);
      flips(live, Writes.BOTH_TARGET_FIRST);
      List<String> acknowledged = cutOff.awaitRefused();
      assertThat(
              databases.column(
                  Side.TARGET, "SELECT name FROM notes WHERE name ~ '^cut off' ORDER BY name"))
          .isEqualTo(acknowledged);

      databases.sql(
          Side.TARGET,
          "UPDATE notes SET name = 'by hand' WHERE id = (SELECT min(id) FROM notes WHERE name ~ '^cut off')");
      isClean(live);
      assertThat(databases.column(Side.SOURCE, "SELECT name FROM notes WHERE name = 'by hand'"))
          .hasSize(1);
    }
  }

  /// Its role is an ordinary one, and the source's owner, as so often. It catches up, so `prepare`
  /// has let its mirrors in; what no grant of the source says, is told.
  @Test
  void abortLetsTheApplicationGoOnAsBefore() throws Exception {
    TwoDatabases databases = new TwoDatabases();
    for (Side side : Side.values()) {
      databases.sql(side, "CREATE ROLE mirroring LOGIN");
    }
    try (LiveMigration live = begun(databases, "mirrored_abort");
        ServedRoutes routes = new ServedRoutes(live, "mirrored_abort", directory);
        MirroringApplication application =
            new MirroringApplication("mirrored_abort", routes.file(), databases, "mirroring")) {
      databases.sql(
          Side.SOURCE, "ALTER TABLE notes OWNER TO mirroring", "GRANT mirroring TO " + Rights.ROLE);
      application.start(1);
      live.migration().run();
      assertThat(live.migration().plan().notes())
          .anyMatch(
              note -> note.contains("grant to mirroring on table public.notes is only there"));
      written(application);
      assertThat(live.migration().abort().phase()).isEqualTo(Phase.ABORTED);
      assertThat(route(live)).isEqualTo(Writes.SOURCE);
      written(application);
      application.rest();
      assertThat(databases.column(Side.SOURCE, NAMES)).isEqualTo(application.expected());
      assertThat(
              databases.column(Side.TARGET, "SELECT relname FROM pg_class WHERE relname = 'notes'"))
          .isEmpty();
    }
  }

  private LiveMigration begun(TwoDatabases databases, String name) throws Exception {
    return LiveMigration.notRunYet(
        databases,
        name,
        "strategy: dual-write\nreads: [50, 100]\ncutover: {deadline: 2s, firstTry: 2s}\ncopy: {chunkRows: 100}",
        directory);
  }

  private static void written(MirroringApplication application) {
    long before = application.acknowledged();
    Await.that(() -> application.acknowledged() > before + 100);
  }

  private static Writes route(LiveMigration live) {
    return live.open().board().current().writes();
  }

  private static void isClean(LiveMigration live) {
    VerifyReport report = live.migration().verify(false);
    assertThat(report.clean()).as(report.toString()).isTrue();
  }

  private static void flips(LiveMigration live, Writes expected) {
    var report = live.migration().cutover();
    assertThat(report.decision()).as(report.reason()).isEqualTo(Decision.FLIP);
    assertThat(route(live)).isEqualTo(expected);
  }

  private static List<String> facts(LiveMigration live) {
    return live.events().stream()
        .filter(MigrationEvent.StepFinished.class::isInstance)
        .flatMap(event -> ((MigrationEvent.StepFinished) event).facts().keySet().stream())
        .toList();
  }
}
