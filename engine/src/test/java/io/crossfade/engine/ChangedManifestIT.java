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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody edits the manifest between two runs.
class ChangedManifestIT {
  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void whatIsMovedIsFixedOnceItHasBegunAndPaceIsNot() throws SQLException {
    databases.sql(Side.SOURCE, "CREATE TABLE notes (id bigint PRIMARY KEY, name text)");
    databases.sql(Side.SOURCE, "CREATE TABLE other (id bigint PRIMARY KEY)");
    run("tables: [\"public.*\"]\ncopy: {workers: 1}");
    List<Recorded> begun = events();

    assertThatThrownBy(() -> run("tables: [\"public.notes\"]"))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_CHANGED))
        .hasMessageContaining("tables was [\"public.*\"] and is [\"public.notes\"] now");
    assertThat(events()).as("nothing was taken over").isEqualTo(begun);

    run("tables: ['public.*'] # faster now\ncopy: {workers: 4}\ncutover: {deadline: 1s}");
    assertThat(events()).hasSizeGreaterThan(begun.size());
  }

  private List<Recorded> events() {
    try (Store store = Store.open(directory, InstantSource.system())) {
      return store.events().events("edited");
    }
  }

  private void run(String rest) {
    try (Store store = Store.open(directory, InstantSource.system());
        OpenMigration open =
            LiveMigration.open(databases.manifest("edited", rest), store, directory)) {
      open.migration().run();
      assertThat(open.journal().state().phase()).isEqualTo(Phase.READS_SHIFTED);
    }
  }
}
