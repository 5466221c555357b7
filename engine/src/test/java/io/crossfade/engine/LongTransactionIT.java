package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Somebody holds a lock on the source that keeps us from ours. The application, which has nothing
/// to do with it, does not queue behind us.
@Timeout(120)
class LongTransactionIT {
  private static final int WRITES = 10;

  /// Of ours, for a table of the application.
  private static final String WAITING =
      """
      SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE NOT l.granted AND l.relation = 'notes'::regclass AND a.application_name LIKE 'crossfade/%'\
      """;

  @TempDir Path directory;

  @Test
  void letsNobodyQueueBehindUs() throws Exception {
    try (HeldMigration migration = new HeldMigration(Map.of(), "patient", "", directory)) {
      migration.hold(Side.SOURCE, "LOCK TABLE notes IN SHARE UPDATE EXCLUSIVE MODE");
      migration.start();
      writesWhileWeWait(migration); // for the publication
      migration.letGo();
      migration.awaitRun();

      Await.that(() -> flips(migration));
      assertThat(migration.live().migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      migration.hold(Side.SOURCE, "SELECT FROM notes LIMIT 1");
      CompletableFuture<?> abort =
          CompletableFuture.runAsync(
              () -> migration.live().migration().abort(), Thread::startVirtualThread);
      writesWhileWeWait(migration); // to drop the fence's trigger
      assertThat(abort.isDone()).isFalse();
      migration.letGo();
      abort.join();
      assertThat(
              migration
                  .databases()
                  .column(Side.SOURCE, "SELECT tgname FROM pg_trigger WHERE tgname ~ 'crossfade'"))
          .isEmpty();
    }
  }

  private static boolean flips(HeldMigration migration) {
    try {
      return migration.live().migration().cutover().decision() == Decision.FLIP;
    } catch (CrossfadeException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED);
      return false;
    }
  }

  /// Each within the time that an application would give it.
  private static void writesWhileWeWait(HeldMigration migration) throws SQLException {
    Await.that(() -> !waiting(migration).equals("0"));
    try (Connection connection = migration.databases().connect(Side.SOURCE);
        Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = '1s'");
      for (int i = 0; i < WRITES; i++) {
        assertThat(statement.executeUpdate("INSERT INTO notes (name) VALUES ('meanwhile')"))
            .isEqualTo(1);
        statement.execute("SELECT pg_sleep(0.02)");
      }
    }
  }

  private static String waiting(HeldMigration migration) {
    try {
      return migration.databases().one(Side.SOURCE, WAITING);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
