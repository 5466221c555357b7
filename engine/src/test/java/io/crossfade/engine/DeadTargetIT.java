package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The new side dies after the cutover.
class DeadTargetIT {
  @TempDir Path directory;

  @Test
  void aPersonMayGoBackWithoutItAndIsToldWhatThatCosts() throws Exception {
    try (EmbeddedPostgres target = EmbeddedPostgres.start(18, directory.resolve("target"), true);
        LiveMigration live = live(target)) {
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      live.insert(Side.TARGET, "came back");
      assertThat(live.migration().verify(false).clean()).isTrue();
      CountDownLatch fenced = whenNoted(live, "is back, and fenced");
      target.kill();

      assertThatThrownBy(() -> live.migration().rollback(false))
          .isInstanceOf(CrossfadeException.class);
      assertThat(live.journal().state().authoritative()).isEqualTo(Side.TARGET);
      SwitchReport report = live.migration().rollback(true);

      assertThat(report.decision()).isEqualTo(Decision.FLIP);
      assertThat(report.lost()).isNotNull();
      assertThat(report.lost().since()).isNotNull();
      assertThat(live.open().board().current().writes()).isEqualTo(Writes.SOURCE);
      live.insert(Side.SOURCE, "life goes on");
      assertThat(live.count(Side.SOURCE, "name = 'came back'")).isEqualTo("1");

      target.restart();
      assertThat(fenced.await(60, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(
              () -> live.databases.sql(Side.TARGET, "INSERT INTO notes (name) VALUES ('split')"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }
  }

  private static CountDownLatch whenNoted(LiveMigration live, String words) {
    CountDownLatch seen = new CountDownLatch(1);
    live.journal()
        .listen(recorded -> {
          if (recorded.event() instanceof MigrationEvent.Noted note
              && note.message().contains(words)) {
            seen.countDown();
          }
        });
    return seen;
  }

  private LiveMigration live(EmbeddedPostgres target) throws SQLException {
    return LiveMigration.readyToSwitch(
        new TwoDatabases(target), "dead_target", "1500ms", directory.resolve("store"));
  }
}
