package io.crossfade.bench.scale;

import io.crossfade.bench.Child;
import io.crossfade.bench.Control;
import io.crossfade.bench.Cpu;
import io.crossfade.servers.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Stream;

/// One migration between two durable servers, carried on by `crossfade run` in a process of its
/// own.
final class Move implements AutoCloseable {
  private static final String NAME = "scale";

  /// All is copied and compared; a person decides what comes next.
  private static final Set<String> READY = Set.of("VERIFIED", "READS_SHIFTED");

  private final Path directory;
  private final Amount amount;
  private final EmbeddedPostgres source;
  private final EmbeddedPostgres target;

  Move(Path directory, Amount amount) throws SQLException {
    this.directory = directory;
    this.amount = amount;
    source = EmbeddedPostgres.start(16, directory.resolve("source"), true);
    target = EmbeddedPostgres.start(18, directory.resolve("target"), true);
    try (Connection connection = DriverManager.getConnection(source.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      for (int table = 1; table <= amount.tables(); table++) {
        fill(statement, amount.table(table));
      }
    }
  }

  /// Rows of about 320 bytes.
  private void fill(Statement statement, String table) throws SQLException {
    statement.execute(
        "CREATE TABLE %s (id bigint PRIMARY KEY, n bigint NOT NULL, at timestamptz NOT NULL, price numeric(12,2), name text, note text)"
            .formatted(table));
    statement.execute(
        "INSERT INTO %s SELECT g, 0, now(), g / 7.0, 'name of ' || g, repeat(md5(g::text), 7) FROM generate_series(1, %d) AS g"
            .formatted(table, amount.rowsOfTable()));
    statement.execute("VACUUM ANALYZE " + table);
  }

  /// @param seconds of changes after it is copied
  Taken take(int seconds) throws Exception {
    Path manifest = Files.writeString(directory.resolve("scale.yaml"), manifest());
    Path state = directory.resolve("state");
    long begun = System.nanoTime();
    try (Control control = new Control(state, NAME);
        Child run =
            new Child(directory, "run", manifest.toString(), "--state-dir", state.toString())) {
      run.await(() -> READY.contains(control.phase()));
      double copied = (System.nanoTime() - begun) / 1e9;
      double cpu = Cpu.secondsOfTree(run.pid());
      long changes = new Changes(source, amount).make(seconds);
      long ended = System.nanoTime();
      awaitChanges(changes);
      return new Taken(
          copied,
          cpu,
          peakMegabytes(run.pid()),
          bytes(state) / 1e3,
          (Cpu.secondsOfTree(run.pid()) - cpu) / Math.max(1, seconds),
          (System.nanoTime() - ended) / 1e6);
    }
  }

  private String manifest() {
    return """
    migration: %s
    source: {url: "%s", user: %s}
    target: {url: "%s", user: %s}
    tables: ["public.*"]
    """
        .formatted(
            NAME,
            source.jdbcUrl("postgres"),
            source.user(),
            target.jdbcUrl("postgres"),
            target.user());
  }

  /// Each change adds one to the first table.
  private void awaitChanges(long changes) throws SQLException, InterruptedException {
    try (Connection connection = DriverManager.getConnection(target.jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      long there = -1;
      while (there < changes) {
        try (ResultSet row =
            statement.executeQuery("SELECT sum(n) FROM public." + amount.table(1))) {
          row.next();
          there = row.getLong(1);
        }
        Thread.sleep(5);
      }
    }
  }

  /// As Linux counts it.
  private static double peakMegabytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", "" + pid, "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1e3)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static long bytes(Path directory) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
