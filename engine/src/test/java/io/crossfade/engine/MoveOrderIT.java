package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.Control.VerifyReport;
import io.crossfade.engine.MigrationEvent.StepFailed;
import io.crossfade.engine.MigrationEvent.StepStarted;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several want to move at once: one after the other, and each is asked when its turn comes.
@Timeout(120)
class MoveOrderIT {
  @TempDir Path directory;

  @Test
  void aCutoverBetweenTwoStepsIsTheEndOfTheRun() throws Exception {
    var cutover = new AtomicReference<CompletableFuture<SwitchReport>>();
    try (LiveMigration live = live("between")) {
      live.journal()
          .listen(recorded -> {
            if (recorded.event().equals(new StepStarted(StepName.VERIFY))) {
              cutover.set(ask(live.migration()::cutover));
            }
          });

      live.migration().run();

      assertThat(cutover.get().get(60, TimeUnit.SECONDS).decision()).isEqualTo(Decision.FLIP);
      assertThat(live.journal().state().phase()).isEqualTo(Phase.CUT_OVER);
      assertThat(live.events())
          .contains(new StepStarted(StepName.CUTOVER))
          .doesNotContain(new StepStarted(StepName.SHIFT_READS))
          .noneMatch(StepFailed.class::isInstance);
    }
  }

  @Test
  void whoeverCutsOverByItselfLeavesItToAPersonWhoWasQuicker() throws Exception {
    try (LiveMigration live = live("by_itself")) {
      live.migration().run();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      int before = live.events().size();

      live.migration().cutOverByItself();
      assertThat(live.events()).hasSize(before);
    }
    try (LiveMigration live = live("by_itself_too")) {
      live.migration().run();
      live.migration().cutOverByItself();
      assertThat(live.journal().state().phase()).isEqualTo(Phase.CUT_OVER);
    }
  }

  /// It is allowed when it is asked for, and waits for its lease while the cutover goes by.
  @Test
  void anAbortThatLosesToACutoverHasStoppedNothing() throws Exception {
    var abort = new AtomicReference<CompletableFuture<Control.EndReport>>();
    try (LiveMigration live = live("loses");
        Connection writer = live.databases.connect(Side.TARGET);
        Statement statement = writer.createStatement()) {
      live.migration().run();
      writer.setAutoCommit(false);
      boolean _ = statement.execute("SELECT FROM crossfade.migration FOR SHARE");
      live.journal()
          .listen(recorded -> {
            if (recorded.event().equals(new StepStarted(StepName.CUTOVER))) {
              abort.set(new CompletableFuture<>());
              abort.get().completeAsync(live.migration()::abort, Thread::startVirtualThread);
              Await.that(() -> isLeaseWaitedFor(live));
            }
          });

      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      writer.rollback();

      assertThatThrownBy(() -> abort.get().get(60, TimeUnit.SECONDS))
          .cause()
          .hasMessageContaining("abort is not possible now (CUT_OVER)");
      live.insert(Side.TARGET, "comes back");
      assertThat(live.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(live.count(Side.SOURCE, "name = 'comes back'")).isEqualTo("1");
      assertThat(live.migration().abort().phase()).isEqualTo(Phase.ABORTED);
    }
  }

  /// It is asked for while the cutover has its turn, and nobody is held yet.
  @Test
  void anAbortWaitsForTheCutoverThatIsUnderWay() throws Exception {
    var abort = new AtomicReference<CompletableFuture<Control.EndReport>>();
    try (LiveMigration live = live("under_way")) {
      live.migration().run();
      live.journal()
          .listen(recorded -> {
            if (recorded.event().equals(new StepStarted(StepName.CUTOVER))) {
              abort.set(ask(live.migration()::abort));
            }
          });

      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertThatThrownBy(() -> abort.get().get(60, TimeUnit.SECONDS))
          .cause()
          .hasMessageContaining("abort is not possible now");
      assertThat(live.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
    }
  }

  private static boolean isLeaseWaitedFor(LiveMigration live) {
    try {
      return live.databases
          .one(
              Side.TARGET,
              "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                  + " AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO crossfade.migration%'")
          .equals("1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aVerifyThatWaitedForACleanupIsRefused() throws Exception {
    try (LiveMigration live = live("waits");
        Connection reader = live.databases.connect(Side.SOURCE);
        Statement statement = reader.createStatement()) {
      live.migration().run();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      reader.setAutoCommit(false);
      statement.execute("LOCK TABLE notes IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<VerifyReport> first = ask(() -> live.migration().verify(false));
      CompletableFuture<Control.EndReport> cleanup = ask(live.migration()::cleanup);
      CompletableFuture<VerifyReport> second = ask(() -> live.migration().verify(false));
      assertThat(first).isNotDone();
      reader.rollback();

      assertThat(first.get(60, TimeUnit.SECONDS).clean()).isTrue();
      assertThat(cleanup.get(60, TimeUnit.SECONDS).phase()).isEqualTo(Phase.CLEANED);
      assertThatThrownBy(() -> second.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED_NOW))
          .hasMessageContaining("verify is not possible now (CLEANED)");
    }
  }

  private LiveMigration live(String name) throws Exception {
    return LiveMigration.notRunYet(
        new TwoDatabases(), name, "reads: [100]", directory.resolve(name));
  }

  /// Somebody else asks; returns once he waits for his turn, or for a database.
  private static <T> CompletableFuture<T> ask(Supplier<T> verb) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread person =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                answer.complete(verb.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    while (person.getState() != Thread.State.WAITING && !answer.isDone()) {
      LockSupport.parkNanos(1_000_000);
    }
    return answer;
  }
}
