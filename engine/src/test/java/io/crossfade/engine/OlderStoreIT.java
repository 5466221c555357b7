package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Control.RepairReport;
import io.crossfade.engine.Control.Repaired;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The store's file is copied between two processes, the migration goes on, and then the copy is
/// all that is left.
@Timeout(120)
class OlderStoreIT {
  private static final String LEASES =
      "SELECT string_agg(name || lease, ',' ORDER BY name) FROM crossfade.migration";
  private static final String ARE_WE_HERE =
      "SELECT count(*) FROM pg_namespace WHERE nspname = 'crossfade'";

  @TempDir Path directory;
  private final TwoDatabases databases = new TwoDatabases();

  @Test
  void aStoreThatForgotASwitchIsRefusedAndRepairedByWhatTheDatabasesSay() throws Exception {
    ready("older_cut").close();
    Path uncut = backup("before the cutover");
    try (LiveMigration live = again("older_cut", directory)) {
      live.migration().run();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      live.insert(Side.TARGET, "only on the target");
    }
    Path cut = backup("after it");
    forgotTheCutover(uncut);
    try (LiveMigration mended = again("older_cut", uncut)) {
      mended.migration().run();
      assertThat(mended.journal().state().phase()).isEqualTo(Phase.CUT_OVER);
      assertThat(mended.migration().verify(false).clean()).isTrue();
      assertThat(mended.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(mended.count(Side.SOURCE, "name = 'only on the target'")).isEqualTo("1");
    }
    forgotTheRollbackAndGoesOnToTheEnd(cut);
    forgotTheEnd(directory);
  }

  private void forgotTheCutover(Path state) throws SQLException {
    String leases = databases.one(Side.SOURCE, LEASES) + databases.one(Side.TARGET, LEASES);
    try (LiveMigration older = again("older_cut", state)) {
      assertOutdated(() -> older.migration().run(), "the source is written", "the target");
      assertOutdated(() -> older.migration().abort(), "the source is written", "the target");
      assertFound(older.migration().repair(true), false, "the source is written");
      assertThat(databases.one(Side.SOURCE, LEASES) + databases.one(Side.TARGET, LEASES))
          .isEqualTo(leases);
    }
    try (LiveMigration older = again("older_cut", state)) {
      assertFound(older.migration().repair(false), true, "the source is written");
      assertThat(older.migration().repair(false).repaired()).isEmpty();
    }
  }

  private void forgotTheRollbackAndGoesOnToTheEnd(Path state) throws SQLException {
    try (LiveMigration older = again("older_cut", state)) {
      assertOutdated(() -> older.migration().run(), "the target is written", "the source");
      assertOutdated(() -> older.migration().cleanup(), "the target is written", "the source");
      assertFound(older.migration().repair(false), true, "the target is written");
      older.migration().run();
      assertThat(older.journal().state().phase()).isEqualTo(Phase.ROLLED_BACK);
      older.insert(Side.SOURCE, "written on the source");
      older.migration().verify(false);
      assertThat(older.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertThat(older.count(Side.TARGET, "name = 'written on the source'")).isEqualTo("1");
      older.migration().cleanup();
    }
  }

  private void forgotTheEnd(Path state) throws SQLException {
    try (LiveMigration older = again("older_cut", state)) {
      assertOutdated(() -> older.migration().run(), "knows nothing of it");
      assertOutdated(() -> older.migration().cleanup(), "knows nothing of it");
      assertThat(databases.one(Side.TARGET, ARE_WE_HERE)).isEqualTo("0");
      assertThat(older.count(Side.TARGET, "true")).isNotEqualTo("0");
    }
  }

  /// Nothing is the wrong way round; but its numbers are too low, and what it had verified is not
  /// known to be so any more.
  @Test
  void aStoreThatMissesOnlyWhatWasTakenBackGoesOnBeyondWhatTheDatabasesHaveSeen() throws Exception {
    ready("older_same").close();
    Path copy = backup("verified");
    long epoch;
    try (LiveMigration live = again("older_same", directory)) {
      live.migration().run();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertThat(live.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      epoch = live.open().board().current().epoch();
      try (LiveMigration older = again("older_same", copy)) {
        older.migration().run();
        assertThat(older.lease().number()).isGreaterThan(live.lease().number());
        assertThat(older.open().board().current().epoch()).isGreaterThan(epoch);
        // by the gate where its stream has found out first, else by the switch
        assertThatThrownBy(() -> live.migration().cutover())
            .hasMessageContaining("another process has taken")
            .isInstanceOfSatisfying(
                CrossfadeException.class,
                e -> assertThat(e.code()).isIn(ErrorCode.SUPERSEDED, ErrorCode.GATE_REFUSED));
        assertThatThrownBy(() -> older.migration().cutover())
            .hasMessageContaining("it was not compared yet");
        assertThat(older.migration().verify(false).clean()).isTrue();
        assertThat(older.migration().cutover().decision()).isEqualTo(Decision.FLIP);
        assertThat(older.events())
            .filteredOn(MigrationEvent.StoreRestored.class::isInstance)
            .hasSize(1);
      }
    }
  }

  @Test
  void aMigrationThatWasAbortedIsNotBegunHalfwayAgain() throws Exception {
    ready("older_end").close();
    Path copy = backup("ready");
    try (LiveMigration live = again("older_end", directory)) {
      live.migration().run();
      live.migration().abort();
    }
    try (LiveMigration older = again("older_end", copy)) {
      assertOutdated(() -> older.migration().run(), "knows nothing of it");
      assertOutdated(() -> older.migration().abort(), "knows nothing of it");
      assertFound(older.migration().repair(false), false, "knows nothing of the migration");
      assertThat(databases.one(Side.SOURCE, ARE_WE_HERE)).isEqualTo("0");
      assertThat(databases.one(Side.TARGET, ARE_WE_HERE)).isEqualTo("0");
    }
  }

  private LiveMigration ready(String name) throws SQLException {
    return LiveMigration.readyToSwitch(databases, name, "10s", directory);
  }

  private LiveMigration again(String name, Path state) {
    return LiveMigration.again(databases, name, "cutover: {deadline: 10s, firstTry: 10s}", state);
  }

  /// As docs/store.md says: while no process runs.
  private Path backup(String when) throws IOException {
    Path copy = Files.createDirectory(directory.resolve(when));
    Files.copy(directory.resolve("store.mv.db"), copy.resolve("store.mv.db"));
    return copy;
  }

  private static void assertOutdated(ThrowingCallable work, String... why) {
    assertThatThrownBy(work)
        .hasMessageContainingAll(List.of(why).toArray(String[]::new))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_OUTDATED));
  }

  private static void assertFound(RepairReport report, boolean mended, String what) {
    assertThat(report.repaired()).as("%s", report).hasSize(1);
    Repaired only = report.repaired().getFirst();
    assertThat(only.what()).contains(what);
    assertThat(only.mended()).as("%s", only).isEqualTo(mended);
  }
}
