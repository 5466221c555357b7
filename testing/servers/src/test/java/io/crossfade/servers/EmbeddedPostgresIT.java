package io.crossfade.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedPostgresIT {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(ints = {16, 18})
  void startsTheVersionAskedForReadyToBeReplicated(int version) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(version, dir.resolve("data"), true)) {
      assertThat(ask(server, "SHOW server_version")).startsWith(version + ".");
      assertThat(ask(server, "SHOW wal_level")).isEqualTo("logical");
      assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(server, "SHOW max_replication_slots")).isEqualTo("100");
      assertThat(
              ask(server, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"))
          .satisfies(pid -> assertThat(parentOf(pid)).isEqualTo(server.pid()));
    }
  }

  @Test
  void twoVersionsRunBesideEachOther() throws Exception {
    try (EmbeddedPostgres source = EmbeddedPostgres.start(16, dir.resolve("source"), false);
        EmbeddedPostgres target = EmbeddedPostgres.start(18, dir.resolve("target"), false)) {
      assertThat(ask(source, "SHOW server_version_num")).startsWith("16");
      assertThat(ask(target, "SHOW server_version_num")).startsWith("18");
      assertThat(ask(source, "SHOW fsync")).isEqualTo("off");
    }
  }

  @Test
  void killedServerComesBackOnItsPortWithWhatWasCommitted() throws Exception {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(18, dir.resolve("data"), true, Map.of("work_mem", "'7MB'"))) {
      run(server, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
      long pid = server.pid();

      server.kill();

      assertThat(server.isRunning()).isFalse();
      assertThatThrownBy(() -> ask(server, "SELECT 1")).isInstanceOf(SQLException.class);
      server.restart();
      assertThat(server.pid()).isNotEqualTo(pid);
      assertThat(ask(server, "SELECT id FROM kept")).isEqualTo("42");
      assertThat(ask(server, "SHOW work_mem")).isEqualTo("7MB");
    }
  }

  @Test
  void restartsInOrderThoughSomebodyIsConnected() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(16, dir.resolve("data"), false);
        Connection connected = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
      server.restart();

      assertThat(connected.isValid(1)).isFalse();
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void frozenServerHangsUntilItGoesOnAndOneWithoutAProcessRecovers() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(18, dir.resolve("data"), true);
        Connection connected = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
      server.freeze();
      assertThat(connected.isValid(1)).as("an answer while it is frozen").isFalse();
      server.thaw();
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");

      run(server, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
      try (Connection session = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
        server.killOneProcess(new Random(1));
        await(() -> !session.isValid(1));
      }
      await(() -> "42".equals(answerOrNothing(server, "SELECT id FROM kept")));

      server.freeze();
      server.stop();
      assertThat(server.isRunning()).isFalse();
    }
  }

  @Test
  void serverEndsWithAJvmThatIsKilled() throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServerOwner.class.getName(),
                dir.resolve("data").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long postmaster;
    try (var out = owner.inputReader()) {
      postmaster = Long.parseLong(out.readLine());
      assertThat(ProcessHandle.of(postmaster)).isPresent();
      owner.destroyForcibly();
    }
    Optional<ProcessHandle> server = ProcessHandle.of(postmaster);
    try {
      server.ifPresent(it -> assertThat(it.onExit()).succeedsWithin(Duration.ofSeconds(30)));
    } finally {
      server.ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plusSeconds(30);
    while (!condition.call()) {
      assertThat(Instant.now()).isBefore(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** While it recovers it says so, instead of answering. */
  private static String answerOrNothing(EmbeddedPostgres server, String sql) {
    try {
      return ask(server, sql);
    } catch (SQLException e) {
      return "";
    }
  }

  private static long parentOf(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).flatMap(ProcessHandle::parent).orElseThrow().pid();
  }

  private static void run(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
