package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.servers.EmbeddedPostgres;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AutomaticCutoverIT {
  @TempDir Path directory;

  @Test
  void waitsForTheGateCutsOverOnceAndNotAgainAfterARollback() throws Exception {
    try (LiveMigration live =
        LiveMigration.readyToSwitch(new TwoDatabases(), "automatic", "10s", directory)) {
      AtomicInteger refusals = new AtomicInteger();
      live.journal()
          .listen(recorded -> {
            if (recorded.event() instanceof MigrationEvent.StepFailed) {
              refusals.incrementAndGet();
            }
          });

      live.migration().cutOverByItself();

      assertThat(live.journal().state().phase()).isEqualTo(Phase.CUT_OVER);
      assertThat(refusals).as("a gate that is not open yet is waited for").hasValue(0);
      live.migration().rollback(false);
      live.migration().cutOverByItself();
      assertThat(live.journal().state().authoritative()).isEqualTo(Side.SOURCE);
    }
  }

  /// The target does not keep up any more, just when the gate was open.
  @Test
  void aTryThatFailedIsNotTheEndOfTheRun() throws Exception {
    try (LiveMigration live =
            LiveMigration.readyToSwitch(new TwoDatabases(), "failed_try", "1s", directory);
        Connection holder = live.databases.connect(Side.TARGET)) {
      holder.setAutoCommit(false);
      CountDownLatch failed = new CountDownLatch(1);
      live.journal()
          .listen(recorded -> {
            if (recorded.event().equals(new MigrationEvent.StepStarted(StepName.CUTOVER))
                && failed.getCount() > 0) {
              execute(holder, "LOCK TABLE notes IN SHARE MODE");
              live.insert(Side.SOURCE, "late");
            } else if (isFailed(recorded, ErrorCode.DEADLINE_PASSED)) {
              failed.countDown();
            }
          });

      CompletableFuture<Void> byItself = cuttingOverByItself(live);
      assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
      holder.rollback();

      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      live.migration().close();
      byItself.get(60, TimeUnit.SECONDS);
    }
  }

  /// For longer than any try, and everybody is held meanwhile.
  @Test
  void aSwitchThatTheSourceHasLeftOpenIsEndedWhenItIsBack() throws Exception {
    try (EmbeddedPostgres source = EmbeddedPostgres.start(16, directory.resolve("source"), true);
        LiveMigration live =
            LiveMigration.readyToSwitch(
                new TwoDatabases(source.jdbcUrl("postgres"), SharedPostgres.newDatabase(18)),
                "left_by_source",
                "2s",
                directory)) {
      CountDownLatch failed = new CountDownLatch(1);
      live.journal()
          .listen(recorded -> {
            if (recorded.event() instanceof MigrationEvent.RoutePublished published
                && published.route().held()
                && source.isRunning()) {
              source.kill();
            } else if (isFailed(recorded, ErrorCode.DATABASE_FAILED)) {
              failed.countDown();
            }
          });

      CompletableFuture<Void> byItself = cuttingOverByItself(live);
      assertThat(failed.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(live.journal().state().switches().open()).isNotNull();
      source.restart();

      Await.that(() -> live.journal().state().switches().open() == null);
      assertThat(live.open().board().current().held()).isFalse();
      live.insert(Side.SOURCE, "goes on");
      live.migration().close();
      byItself.get(60, TimeUnit.SECONDS);
    }
  }

  private static CompletableFuture<Void> cuttingOverByItself(LiveMigration live) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            live.migration().cutOverByItself();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        Thread::startVirtualThread);
  }

  private static boolean isFailed(Recorded recorded, ErrorCode code) {
    return recorded.event() instanceof MigrationEvent.StepFailed failed
        && failed.step() == StepName.CUTOVER
        && failed.errorCode() == code;
  }

  private static void execute(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
