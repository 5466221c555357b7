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
