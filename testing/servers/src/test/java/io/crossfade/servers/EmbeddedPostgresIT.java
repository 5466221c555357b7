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
import java.util.Map;
import java.util.Optional;
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
