package io.crossfade.engine;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent.StepStarted;
import io.crossfade.engine.manifest.Manifest;
import io.crossfade.engine.store.Store;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A migration of one of everything is given up in each of its steps, while somebody writes.
@Timeout(240)
class AbortIT {
  private static final String WRITE =
      "UPDATE app.person SET note = 'w' || clock_timestamp() WHERE id < 50";
  private static final List<StepName> STEPS =
      List.of(
          StepName.PREPARE,
          StepName.BACKFILL,
          StepName.CATCH_UP,
          StepName.FINISH,
          StepName.VERIFY,
          StepName.SHIFT_READS);
  private static final String EMPTY = "TRUNCATE app.orders";

  private final TwoDatabases databases = new TwoDatabases();
  private final Map<Side, Set<String>> before = new EnumMap<>(Side.class);

  @TempDir Path directory;

  /// One table is on the target already, with what somebody has given it.
  @BeforeEach
  void make() throws Exception {
    RichSchemaIT.make(databases);
    RichSchemaIT.doNotForce(databases);
    databases.sql(
        Side.TARGET,
        "GRANT rich_mover TO CURRENT_USER",
        "SET ROLE rich_mover",
        "CREATE SCHEMA app",
        "COMMENT ON SCHEMA app IS 'of theirs'",
        "CREATE FUNCTION app.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        """
        CREATE TABLE app.orders (id serial PRIMARY KEY, person bigint NOT NULL, total numeric(12,2) NOT NULL,
          paid numeric(12,2), at timestamptz NOT NULL DEFAULT now())\
        """,
        "GRANT SELECT ON app.orders TO PUBLIC");
    for (Side side : Side.values()) {
      before.put(side, Catalogs.of(databases, side));
    }
  }

  /// By somebody else, by a process that comes after one that died, and on the way back.
  @Test
  void inWhicheverStepItLeavesBothCatalogsAsTheyWere() throws SQLException {
    try (Store store = Store.open(directory, InstantSource.system());
        Connection connection = databases.connect(Side.SOURCE);
        ScheduledExecutorService somebody = Executors.newSingleThreadScheduledExecutor()) {
      ScheduledFuture<?> writing =
          somebody.scheduleWithFixedDelay(() -> write(connection), 0, 10, MILLISECONDS);
      for (StepName step : STEPS) {
        leavesNothing("in_" + step, migration -> abortedIn(step, migration, store));
      }
      leavesNothing("died", migration -> diedIn(StepName.PREPARE, migration, store));
      assertThat(writing.state())
          .as(() -> "" + writing.exceptionNow())
          .isEqualTo(Future.State.RUNNING);
      writing.cancel(false);
      leavesNothing("rolled_back", migration -> abortedAfterARollback(migration, store));
    }
  }

  private static void write(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(WRITE);
    } catch (SQLException e) {
      throw new IllegalStateException("somebody's write was refused", e);
    }
  }

  private interface Given {
    void up(String migration) throws SQLException;
  }

  private void leavesNothing(String name, Given given) throws SQLException {
    databases.sql(Side.TARGET, EMPTY); // the rows of an abort before stay in what is not ours
    given.up(name.toLowerCase(Locale.ROOT));
    for (Side side : Side.values()) {
      Catalogs.assertSame(
          before.getOrDefault(side, Set.of()), Catalogs.of(databases, side), side + ", " + name);
    }
  }

  private void abortedAfterARollback(String migration, Store store) {
    try (OpenMigration open = LiveMigration.open(manifest(migration), store, directory)) {
      open.migration().run();
      assertThat(open.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertThat(open.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(open.migration().abort().phase()).isEqualTo(Phase.ABORTED);
    }
  }

  /// By somebody else, while the step is under way.
  private void abortedIn(StepName step, String migration, Store store) {
    try (OpenMigration open = LiveMigration.open(manifest(migration), store, directory)) {
      CompletableFuture<Phase> aborted = new CompletableFuture<>();
      whenBegun(
          step,
          open,
          () ->
              aborted.completeAsync(
                  () -> open.migration().abort().phase(), Thread::startVirtualThread));
      runUntilItIsEnded(open);
      assertThat(aborted.join()).isEqualTo(Phase.ABORTED);
    }
  }

  /// The process that takes the step ends, and the next one is only told to abort.
  private void diedIn(StepName step, String migration, Store store) {
    try (OpenMigration open = LiveMigration.open(manifest(migration), store, directory)) {
      whenBegun(step, open, () -> Thread.startVirtualThread(open.migration()::close));
      runUntilItIsEnded(open);
      assertThat(open.journal().state().phase().isEnd()).isFalse();
    }
    try (OpenMigration next = LiveMigration.open(manifest(migration), store, directory)) {
      assertThat(next.migration().abort().phase()).isEqualTo(Phase.ABORTED);
    }
  }

  private static void whenBegun(StepName step, OpenMigration open, Runnable then) {
    open.journal()
        .listen(recorded -> {
          if (recorded.event() instanceof StepStarted started && started.step() == step) {
            then.run();
          }
        });
  }

  private static void runUntilItIsEnded(OpenMigration open) {
    try {
      CompletableFuture.runAsync(open.migration()::run, Thread::startVirtualThread).join();
    } catch (CompletionException e) {
      // what it worked with was taken away from it
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              ended ->
                  assertThat(ended.code()).isIn(ErrorCode.NOT_RUNNING, ErrorCode.NOT_ALLOWED_NOW));
    }
  }

  private Manifest manifest(String migration) {
    return RichSchemaIT.manifest(databases, migration);
  }
}
