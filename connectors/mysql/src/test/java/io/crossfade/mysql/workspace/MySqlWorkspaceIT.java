package io.crossfade.mysql.workspace;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.connector.ChunkWrite;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Workspace;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.KeyRange;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.mysql.Tables;
import io.crossfade.mysql.lease.Leases;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class MySqlWorkspaceIT {
  private static final String NAME = "workspaceit";
  private static final Lease LEASE = new Lease(NAME, "store", 1);
  private static final Lease NEWER = new Lease(NAME, "store", 2);

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void severalProcessesMakeAndRemoveItAtOnce(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      // What tests of other classes have left on this server.
      tables.execute("DROP DATABASE IF EXISTS crossfade");
      for (int round = 0; round < 3; round++) {
        List<CompletableFuture<Boolean>> running = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          Lease lease = new Lease("atonce" + i, "store", 1);
          running.add(
              start(() -> {
                tables.database.workspace().take(lease);
                boolean known = tables.database.workspace().knows(lease.migration());
                tables.database.workspace().remove(lease.migration());
                return known;
              }));
        }
        for (CompletableFuture<Boolean> one : running) {
          assertThat(one.get(30, SECONDS)).isTrue();
        }
      }
      assertThat(tables.query("SHOW DATABASES LIKE 'crossfade'")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void whatANewerCrossfadeHasMadeIsNeitherTakenNorRemoved(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      Workspace workspace = tables.database.workspace();
      workspace.take(LEASE);
      tables.execute("UPDATE crossfade.version SET number = 99");
      for (Runnable use :
          List.<Runnable>of(
              () -> workspace.take(NEWER),
              () -> workspace.lease(NAME),
              () -> workspace.remove(NAME))) {
        assertThatThrownBy(use::run)
            .hasMessageContaining("its version is 99")
            .isInstanceOfSatisfying(
                CrossfadeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.CROSSFADE_TOO_OLD));
      }
      tables.execute("UPDATE crossfade.version SET number = 1");
      workspace.remove(NAME);
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void chunkThatABatchHoldsIsWaitedForRatherThanOverlooked(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version);
        Connection batch = tables.connect()) {
      tables.execute("CREATE TABLE t (id int PRIMARY KEY)");
      Workspace workspace = tables.database.workspace();
      workspace.take(LEASE);
      workspace.plan(LEASE, tables.table("t").name(), List.of(KeyRange.ALL));
      batch.setAutoCommit(false);
      execute(batch, "SELECT * FROM crossfade.chunk LOCK IN SHARE MODE");

      CompletableFuture<Optional<Chunk>> opened = start(() -> workspace.open(LEASE));
      untilWaiting(tables, "crossfade`.`chunk", opened);
      batch.commit();

      assertThat(opened.get(30, SECONDS)).isPresent();
      workspace.remove(NAME);
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void workerThatStoppedInATransactionDoesNotKeepTheLease(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version);
        Connection stopped = tables.connect();
        Connection bystander = tables.connect()) {
      Workspace workspace = tables.database.workspace();
      workspace.take(LEASE);
      stopped.setAutoCommit(false);
      Leases.require(stopped, LEASE);

      workspace.take(NEWER);

      assertThat(stopped.isValid(5)).isFalse();
      assertThat(bystander.isValid(5)).isTrue();
      workspace.remove(NAME);
    }
  }

  @ParameterizedTest
  @MethodSource("io.crossfade.mysql.Tables#versions")
  void attemptsSessionIsEndedAndThoseOfOthersAreNot(MySqlVersion version) throws Exception {
    try (Tables tables = new Tables(version)) {
      tables.execute("CREATE TABLE t (id int PRIMARY KEY)");
      Table table = tables.table("t");
      Workspace workspace = tables.database.workspace();
      workspace.take(LEASE);
      workspace.plan(LEASE, table.name(), List.of(KeyRange.ALL));
      Chunk first = workspace.open(LEASE).orElseThrow();
      TableMapping mapping = TableMapping.identity(table);
      try (ChunkWrite dead = tables.database.writer().chunk(LEASE, first, mapping, null)) {
        workspace.reopen(LEASE);
        assertThat(workspace.open(LEASE)).as("it lives").isEmpty();
        workspace.reopen(LEASE, first);
        Chunk second = workspace.open(LEASE).orElseThrow();
        try (ChunkWrite alive = tables.database.writer().chunk(LEASE, second, mapping, null)) {
          workspace.reopen(LEASE, first);
          alive.row(io.crossfade.model.Row.of("1"));
          assertThatThrownBy(
                  () -> {
                    dead.row(io.crossfade.model.Row.of("2"));
                    tables.commit(dead, table, 1);
                  })
              .isInstanceOf(CrossfadeException.class);
          assertThat(workspace.open(LEASE)).as("the second one goes on").isEmpty();
        }
      }
      workspace.remove(NAME);
    }
  }

  /** Until somebody waits for a lock that is held on the table, or is done by mistake. */
  private static void untilWaiting(Tables tables, String table, CompletableFuture<?> done)
      throws Exception {
    long deadline = System.nanoTime() + SECONDS.toNanos(30);
    while (!done.isDone()
        && tables
            .query("SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'")
            .isEmpty()) {
      assertThat(deadline - System.nanoTime()).as("nobody waits for %s", table).isPositive();
      // InnoDB looks at its transactions anew only if nobody has asked for 100 ms.
      LockSupport.parkNanos(MILLISECONDS.toNanos(150));
    }
    assertThat(done).as(table).isNotDone();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static <T> CompletableFuture<T> start(Callable<T> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return work.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        task -> new Thread(task).start());
  }
}
