package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A rollback makes a comparison give way. What that had not judged is judged afterwards, the other
/// way round, and nobody has to ask for it.
@Timeout(120)
class TurnedRoundIT {
  private static final String NAME = "turned_round";
  private static final String REST =
      """
      reads: [100]
      gates:
        tables: {metric: schema, interval: 200ms, successCondition: result == 0, on: [reads, cutover], onFailure: pause}
      """;

  @TempDir Path directory;
  private final TwoDatabases databases = new TwoDatabases();

  @Test
  void whatARollbackInterruptedIsComparedTheOtherWayRound() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, NAME, REST, directory);
        Connection holder = databases.connect(Side.SOURCE);
        Statement statement = holder.createStatement()) {
      live.migration().run();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      Await.that(() -> verdict(live).isClean());
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE notes IN ACCESS EXCLUSIVE MODE");
      databases.sql(Side.TARGET, "ALTER TABLE notes ALTER name TYPE text USING name || ''");
      Await.that(() -> verdict(live).unsettled() > 0);

      CompletableFuture<SwitchReport> rollback = new CompletableFuture<>();
      Thread person =
          Thread.ofPlatform().start(() -> rollback.complete(live.migration().rollback(false)));
      Await.that(() -> isIn(person, "pausedSoonDuring"));
      holder.rollback();

      assertThat(rollback.join().decision()).isEqualTo(Decision.FLIP);
      Await.that(() -> verdict(live).isClean());
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    }
  }

  private static boolean isIn(Thread thread, String method) {
    return Stream.of(thread.getStackTrace()).anyMatch(at -> at.getMethodName().equals(method));
  }

  private static VerdictReached verdict(LiveMigration live) {
    return live.journal().state().verdicts().values().iterator().next();
  }
}
