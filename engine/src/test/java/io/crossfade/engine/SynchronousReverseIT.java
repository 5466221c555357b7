package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits on the new side wait for the way back.
class SynchronousReverseIT {
  private static final String SYNCHRONOUS = "reverse: synchronous";
  private static final String WAITS =
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
  private static final String STREAMS =
      "SELECT count(*) FROM pg_stat_replication WHERE sync_state = ";

  @TempDir Path directory;
  private EmbeddedPostgres target;
  private TwoDatabases databases;

  @BeforeEach
  void start() {
    target = EmbeddedPostgres.start(18, directory.resolve("target"), true);
    databases = new TwoDatabases(target);
  }

  @AfterEach
  void stop() {
    target.close();
  }

  @Test
  void aCommitReturnsOnceTheSourceHasIt() throws Exception {
    try (LiveMigration live = cutOver("sync_waits");
        Connection reader = databases.connect(Side.SOURCE)) {
      reader.setAutoCommit(false);
      execute(reader, "LOCK TABLE notes IN SHARE MODE");
      CompletableFuture<Void> commit =
          CompletableFuture.runAsync(() -> live.insert(Side.TARGET, "waits"));
      awaitOne(WAITS);
      assertThat(commit).isNotDone();

      reader.rollback();
      commit.join();
      assertThat(live.count(Side.SOURCE, "name = 'waits'")).isEqualTo("1");

      databases.sql(Side.TARGET, "CREATE TABLE beside (n int)", "INSERT INTO beside VALUES (1)");
    }
  }

  @Test
  void whatADeadTargetHasAcknowledgedIsOnTheSource() throws Exception {
    try (LiveMigration live = cutOver("sync_dies");
        ExecutorService clients = Executors.newFixedThreadPool(4)) {
      Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
      for (int client = 0; client < 4; client++) {
        String name = "client" + client + "/";
        clients.execute(() -> writeUntilItDies(name, acknowledged));
      }
      Await.that(() -> acknowledged.size() > 200);

      target.kill();
      clients.shutdown();
      assertThat(live.migration().rollback(true).decision()).isEqualTo(Decision.FLIP);

      List<String> names = databases.column(Side.SOURCE, "SELECT name FROM notes");
      assertThat(names).doesNotHaveDuplicates();
      assertThat(new HashSet<>(names).containsAll(acknowledged)).isTrue();
      System.out.println("acknowledged before the target died: " + acknowledged.size());
    }
  }

  @Test
  void aCutoverNeedsItAndACleanupNeedsItsEnd() throws Exception {
    try (LiveMigration live = readyToSwitch("sync_gate", SYNCHRONOUS)) {
      refused("add \"crossfade/sync_gate/stream\"", live.migration()::cutover);
      standbys("\"crossfade/sync_gate/stream\"");
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);

      refused("its commits wait for our stream", live.migration()::cleanup);
      standbys("");
      awaitOne(STREAMS + "'async'");
      assertThat(live.migration().cleanup().phase()).isEqualTo(Phase.CLEANED);
      live.insert(Side.TARGET, "on its own");
    }
  }

  @Test
  void whoIsSelectedUnaskedRefuses() throws Exception {
    try (LiveMigration live = readyToSwitch("sync_unasked", "")) {
      standbys("*");
      Await.that(() ->
          live.migration()
              .status()
              .traffic()
              .rollback()
              .whyNot()
              .toString()
              .contains("nobody asked"));
      refused("which nobody asked for", live.migration()::cutover);
    }
    standbys("*");
    try (LiveMigration fresh =
        LiveMigration.again(databases, "sync_fresh", "", directory.resolve("2"))) {
      assertThat(fresh.migration().plan().problems())
          .anySatisfy(p -> assertThat(p).contains("synchronous_standby_names has a '*'"));
    }
  }

  private LiveMigration cutOver(String name) throws SQLException {
    LiveMigration live = readyToSwitch(name, SYNCHRONOUS);
    standbys("\"crossfade/%s/stream\"".formatted(name));
    assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    return live;
  }

  private LiveMigration readyToSwitch(String name, String rest) throws SQLException {
    LiveMigration live = LiveMigration.notRunYet(databases, name, rest, directory.resolve("store"));
    live.migration().run();
    return live;
  }

  private void standbys(String names) throws SQLException {
    databases.sql(
        Side.TARGET,
        "ALTER SYSTEM SET synchronous_standby_names = '%s'".formatted(names),
        "SELECT pg_reload_conf()");
  }

  private void awaitOne(String sql) {
    Await.that(() -> {
      try {
        return databases.one(Side.TARGET, sql).equals("1");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private void writeUntilItDies(String name, Queue<String> acknowledged) {
    try (Connection connection = databases.connect(Side.TARGET)) {
      for (int n = 0; ; n++) {
        execute(connection, "INSERT INTO notes (name) VALUES ('%s%d')".formatted(name, n));
        acknowledged.add(name + n);
      }
    } catch (SQLException e) {
      assertThat(e.getSQLState()).startsWith("08");
    }
  }

  private static void refused(String words, Runnable verb) {
    assertThatThrownBy(verb::run)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED))
        .hasMessageContaining(words);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(sql);
    }
  }
}
