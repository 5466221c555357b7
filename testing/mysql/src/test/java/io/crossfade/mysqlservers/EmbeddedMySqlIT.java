package io.crossfade.mysqlservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class EmbeddedMySqlIT {
  @TempDir Path dir;

  /** MariaDB 10.11 lies with connectors/mysql, whose tests start it. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARIADB_10_11")
  void killedServerComesBackOnItsPortWithWhatWasCommitted(MySqlVersion version) throws Exception {
    Optional<String> missing = version.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    try (EmbeddedMySql server =
        EmbeddedMySql.start(version, dir, true, Map.of("sort_buffer_size", "128K"))) {
      assertThat(ask(server, "SELECT version()"))
          .startsWith(version.label().replaceFirst(".*-", "") + ".");
      assertThat(ask(server, "SELECT @@log_bin")).isEqualTo("1");
      assertThat(ask(server, "SELECT @@binlog_format")).isEqualTo("ROW");
      assertThat(ask(server, "SELECT @@binlog_row_metadata")).isEqualTo("FULL");
      assertThat(ask(server, "SELECT @@sync_binlog")).isEqualTo("1");
      assertThat(ask(server, "SELECT @@server_id")).isEqualTo(Integer.toString(server.port()));
      run(server, "CREATE DATABASE mine", "CREATE TABLE mine.kept (id int)");
      run(server, "INSERT INTO mine.kept VALUES (42)");
      long pid = server.pid();

      server.kill();

      assertThat(server.isRunning()).isFalse();
      assertThatThrownBy(() -> ask(server, "SELECT 1")).isInstanceOf(SQLException.class);
      server.restart();
      assertThat(server.pid()).isNotEqualTo(pid);
      assertThat(ask(server, "SELECT id FROM mine.kept")).isEqualTo("42");
      assertThat(ask(server, "SELECT @@sort_buffer_size")).isEqualTo("131072");
    }
  }

  @Test
  void frozenServerHangsUntilItGoesOnAndStopsAllTheSame() throws Exception {
    try (EmbeddedMySql server = EmbeddedMySql.start(MySqlVersion.MARIADB_11_4, dir, false);
        Connection connected = connect(server)) {
      assertThat(ask(server, "SELECT @@sync_binlog")).isEqualTo("0");
      server.freeze();
      assertThat(connected.isValid(1)).as("an answer while it is frozen").isFalse();
      server.thaw();
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");

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
                MySqlOwner.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long pid;
    try (var out = owner.inputReader()) {
      pid = Long.parseLong(out.readLine());
      assertThat(ProcessHandle.of(pid)).isPresent();
      owner.destroyForcibly();
    }
    Optional<ProcessHandle> server = ProcessHandle.of(pid);
    try {
      server.ifPresent(it -> assertThat(it.onExit()).succeedsWithin(Duration.ofSeconds(30)));
    } finally {
      server.ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static Connection connect(EmbeddedMySql server) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + server.port() + "/", server.user(), "");
  }

  private static void run(EmbeddedMySql server, String... statements) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String ask(EmbeddedMySql server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
