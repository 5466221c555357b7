package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.Await;
import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole of it as a person meets it: real databases, real processes, one terminal each.
@Timeout(300)
class RunIT {
  @TempDir Path directory;

  @Test
  void aPersonMovesADatabaseAndGoesBackAndKillsEverythingOnTheWay() throws Exception {
    try (EmbeddedPostgres source = EmbeddedPostgres.start(16, directory.resolve("16"), false);
        EmbeddedPostgres target = EmbeddedPostgres.start(18, directory.resolve("18"), false)) {
      makeTable(source);
      writeManifest(source, target);

      assertThat(ends(0, "plan", "shop.yaml").out()).contains("public.orders");

      CrossfadeProcess watch;
      try (CrossfadeProcess killed = run()) {
        awaitReadsShifted(killed);
        watch = watch();
        assertThat(ends(1, "run", "shop.yaml").err()).contains("process " + killed.pid());
        killed.kill();
        assertThat(killed.err()).contains("rows 1,000/1,000 100 %");
      }
      awaitText(watch::err, "no process of this machine");
      assertThat(ends(0, "status").out()).contains("READS_SHIFTED", "no process");

      try (CrossfadeProcess stopped = run()) {
        awaitWayIsOpen(stopped);
        write(source, "ALTER TABLE orders ADD COLUMN size int DEFAULT 3");
        awaitText(stopped::err, "column size integer was added");
        awaitWayIsOpen(stopped);
        ends(0, "cutover");
        write(target, "INSERT INTO orders SELECT 1001, note, size FROM orders WHERE id = 1000");
        stopped.terminate();
        assertThat(stopped.exitCode()).isEqualTo(143);
        assertThat(stopped.err()).contains("stopped. The same command goes on.");
      }

      try (CrossfadeProcess last = run()) {
        awaitWayIsOpen(last);
        ends(0, "rollback");
        assertThat(count(source)).isEqualTo(1001);
        ends(0, "verify");
        assertThat(ends(0, "advance").err()).contains("Next is cutover");
        ends(0, "cleanup", "--yes");
        assertThat(last.exitCode()).isZero();
        assertThat(last.out()).contains("CLEANED");
        assertThat(last.err()).contains("CUT_OVER  rows 1,000/1,000 100 %  lag ");
      }
      assertThat(ends(0, "status").out()).contains("CLEANED");
      assertThat(watch.exitCode()).isZero();
      assertThat(watch.out()).contains("READS_SHIFTED", "CUT_OVER", "CLEANED");
      assertThat(watch.err()).contains("process ", "the migration has ended");
    }
  }

  private void makeTable(EmbeddedPostgres source) throws Exception {
    write(
        source,
        "CREATE TABLE orders (id bigint PRIMARY KEY, note text)",
        "INSERT INTO orders SELECT n, 'note' || n FROM generate_series(1, 1000) n",
        "ANALYZE");
  }

  private void writeManifest(EmbeddedPostgres source, EmbeddedPostgres target) throws Exception {
    Files.writeString(
        directory.resolve("shop.yaml"),
        """
        migration: shop
        source: {url: "%s", user: postgres}
        target: {url: "%s", user: postgres}
        tables: ["public.*"]
        reads: [100]
        """
            .formatted(url(source), url(target)));
  }

  private CrossfadeProcess run() throws Exception {
    return CrossfadeProcess.start(directory, "run", "shop.yaml");
  }

  private CrossfadeProcess ends(int exitCode, String... command) throws Exception {
    try (CrossfadeProcess process = CrossfadeProcess.start(directory, command)) {
      int was = process.exitCode();
      assertThat(was).as("%s: %s", List.of(command), process.err()).isEqualTo(exitCode);
      return process;
    }
  }

  /// Ends by itself, with the migration.
  private CrossfadeProcess watch() throws Exception {
    CrossfadeProcess watch = CrossfadeProcess.start(directory, "watch", "shop.yaml");
    awaitText(watch::out, "READS_SHIFTED");
    return watch;
  }

  private static void awaitText(Supplier<String> text, String part) {
    Await.that(() -> text.get().contains(part));
  }

  private void awaitReadsShifted(CrossfadeProcess run) throws Exception {
    awaitStatus("\"phase\" : \"READS_SHIFTED\"", run);
  }

  private void awaitWayIsOpen(CrossfadeProcess run) throws Exception {
    awaitStatus("\"ready\" : true", run);
  }

  /// Asks until the status says so; each asking is a process, so this does not spin.
  private void awaitStatus(String part, CrossfadeProcess run) throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    String last = "";
    while (Instant.now().isBefore(deadline) && run.isAlive()) {
      try (CrossfadeProcess status = CrossfadeProcess.start(directory, "status", "-o", "json")) {
        int _ = status.exitCode();
        last = status.out() + status.err();
        if (last.contains(part)) {
          return;
        }
      }
    }
    throw new AssertionError("never %s: %s%nrun said: %s".formatted(part, last, run.err()));
  }

  private static String url(EmbeddedPostgres server) {
    return "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
  }

  private static long count(EmbeddedPostgres server) throws Exception {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  private static void write(EmbeddedPostgres server, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
