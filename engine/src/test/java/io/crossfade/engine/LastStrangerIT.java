package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The gate before a cutover was passed; then somebody passes the fence of the side that is to be
/// written, before it is decided.
@Timeout(120)
class LastStrangerIT {
  @TempDir Path directory;

  @Test
  void nobodyIsMovedToRowsThatWereNotComparedSince() throws Exception {
    TwoDatabases databases = new TwoDatabases();
    try (LiveMigration live =
            LiveMigration.readyToSwitch(databases, "last_stranger", "30s", directory);
        Connection writer = databases.connect(Side.SOURCE);
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      boolean _ = statement.execute("INSERT INTO notes (name) VALUES ('open')");
      CompletableFuture<SwitchReport> cutover =
          CompletableFuture.supplyAsync(live.migration()::cutover, Thread::startVirtualThread);
      Await.that(() -> live.open().board().current().held());
      databases.sql(
          Side.TARGET,
          "SELECT set_config('crossfade.pass', 'last_stranger', false)",
          "UPDATE notes SET name = 'stranger' WHERE id = 17");
      writer.commit();

      SwitchReport report = cutover.join();
      assertThat(report.decision()).isEqualTo(Decision.ABORT);
      assertThat(report.reason())
          .contains(
              "the gate before the decision refuses", "public.notes: it was not compared yet");
      assertThat(live.open().board().current().held()).isFalse();

      assertThat(live.migration().verify(true).clean()).isTrue();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertThat(databases.one(Side.TARGET, "SELECT name FROM notes WHERE id = 17"))
          .isEqualTo("old17");
    }
  }
}
