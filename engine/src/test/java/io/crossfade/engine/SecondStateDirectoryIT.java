package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody starts the same migration from another working directory, where nothing is known of it.
class SecondStateDirectoryIT {
  @TempDir Path directory;
  @TempDir Path elsewhere;

  @Test
  void theSecondOneTouchesNothingAndTheFirstGoesOn() throws SQLException {
    TwoDatabases databases = new TwoDatabases();
    try (LiveMigration live = LiveMigration.readyToSwitch(databases, "twice", "10s", directory);
        Store store = Store.open(elsewhere, InstantSource.system());
        OpenMigration second =
            LiveMigration.open(
                databases.manifest("twice", "tables: [\"public.*\"]"), store, elsewhere)) {
      assertRefused(() -> second.migration().run());
      assertRefused(() -> second.migration().abort());

      live.insert(Side.SOURCE, "later");
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertThat(live.count(Side.TARGET, "name = 'later'")).isEqualTo("1");
    }
  }

  private static void assertRefused(ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MIGRATION_ELSEWHERE));
  }
}
