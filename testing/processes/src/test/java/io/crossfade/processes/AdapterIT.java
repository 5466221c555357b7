package io.crossfade.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Await;
import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `crossfade adapter pgbouncer` as a person starts it, killed in the middle of a switch.
@Timeout(300)
class AdapterIT {
  private static final int SOME = 50;

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void applicationsBehindPgBouncerAreMovedThereAndBackAndThere() throws Exception {
    try (Pooled pooled = Pooled.start(directory, place())) {
      prepare(pooled);
      List<Writer> writers;
      try (KilledRun run = new KilledRun(directory, "pooled")) {
        CrossfadeProcess process = run.start();
        Await.that(() -> Files.exists(run.routes()) || !process.isAlive());
        run.awaitReady();
        assertThatThrownBy(() -> run.answer(Control::cutover))
            .hasMessageContaining("pgbouncer: no adapter leads it");
        try (CrossfadeProcess first = adapter();
            Writer one = new Writer("one", pooled);
            Writer two = new Writer("two", pooled)) {
          writers = List.of(one, two);
          run.awaitReady();
          Await.that(() -> first.err().contains("writes the source") || !first.isAlive());
          assertThat(run.answer(Control::status).traffic().routers()).as(first.err()).isEqualTo(1);
          moves(run, Side.TARGET, writers);
          moves(run, Side.SOURCE, writers);
          try (CrossfadeProcess second = movesOverADeadAdapter(run, pooled, first)) {
            writers.forEach(writer -> writer.awaitMore(SOME));
            assertThat(second.err()).contains("writes the target");
          }
        }
        assertThat(writers).allMatch(writer -> writer.error().isEmpty());
      }
      List<String> done = writers.stream().flatMap(writer -> writer.done().stream()).toList();
      // one that was under way at its end may be there too
      assertThat(databases.column(Side.TARGET, "SELECT application || n FROM orders"))
          .containsAll(done)
          .doesNotHaveDuplicates();
      assertThat(Files.readString(pooled.file())).contains("application_name='the shop''s pooler'");
      try (Stream<Path> files = Files.list(directory)) {
        for (Path said : files.filter(file -> file.toString().endsWith(".err")).toList()) {
          assertThat(said).content().doesNotContain("deep water");
        }
      }
    }
  }

  private String place() throws SQLException {
    return "host=127.0.0.1 port=%s dbname=%s application_name='the shop''s pooler'"
        .formatted(
            databases.one(Side.SOURCE, "SHOW port"),
            databases.one(Side.SOURCE, "SELECT current_database()"));
  }

  private void prepare(Pooled pooled) throws SQLException, IOException {
    for (Side side : Side.values()) {
      databases.role(side, "app");
    }
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE orders (application text, n int, PRIMARY KEY (application, n))",
        "GRANT SELECT, INSERT ON orders TO app");
    Files.writeString(directory.resolve("console.password"), "deep water\n");
    Files.writeString(
        directory.resolve("shop.yaml"),
        databases.manifestText(
            "pooled",
            """
            tables: ["public.*"]
            reads: [100]
            cutover: {deadline: 20s, firstTry: 20s}
            adapters:
              pgbouncer:
                file: %s
                console: {port: %d, user: admin, password: {file: console.password}}
                databases: [shop]
            """
                .formatted(pooled.file(), pooled.port())));
  }

  private CrossfadeProcess adapter() throws IOException {
    return CrossfadeProcess.start(directory, "adapter", "pgbouncer", "shop.yaml");
  }

  private static void moves(KilledRun run, Side to, List<Writer> writers) {
    Control.SwitchReport moved =
        run.answer(control -> to == Side.TARGET ? control.cutover() : control.rollback(false));
    assertThat(moved.decision()).as(moved.reason()).isEqualTo(Decision.FLIP);
    writers.forEach(writer -> writer.awaitMore(SOME));
    run.awaitReady();
  }

  /// A transaction keeps the hold from being drained; the adapter dies, and the next one goes on.
  private CrossfadeProcess movesOverADeadAdapter(
      KilledRun run, Pooled pooled, CrossfadeProcess first) throws Exception {
    try (Connection busy = pooled.connect();
        Statement statement = busy.createStatement()) {
      busy.setAutoCommit(false);
      statement.execute("INSERT INTO orders VALUES ('busy', 1)");
      long pauses = pooled.pauses();
      AtomicReference<Control.SwitchReport> report = new AtomicReference<>();
      CompletableFuture<Void> cutover = run.ask(control -> report.set(control.cutover()));
      run.await("all wait in PgBouncer", () -> pooled.pauses() > pauses);
      first.kill();
      CrossfadeProcess second = adapter();
      busy.commit();
      cutover.join();
      assertThat(report.get().decision()).as(report.get().reason()).isEqualTo(Decision.FLIP);
      Await.that(() -> second.err().contains("writes the target") || !second.isAlive());
      return second;
    }
  }

  /// Writes one transaction after the other, and ends with the first that fails.
  private static final class Writer implements AutoCloseable {
    private final String name;
    private final Thread thread;
    private final Connection connection;
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private volatile String error = "";
    private volatile boolean closing;

    Writer(String name, Pooled pooled) throws SQLException {
      this.name = name;
      this.connection = pooled.connect();
      this.thread = Thread.ofPlatform().name(name).start(this::write);
    }

    private void write() {
      try (connection;
          Statement insert = connection.createStatement()) {
        connection.setAutoCommit(false);
        for (int n = 1; !closing; n++) {
          insert.execute("INSERT INTO orders VALUES ('%s', %d)".formatted(name, n));
          connection.commit();
          done.add(name + n);
        }
      } catch (SQLException e) {
        error = "" + e.getMessage();
      }
    }

    List<String> done() {
      return List.copyOf(done);
    }

    String error() {
      return error;
    }

    void awaitMore(int transactions) {
      int now = done.size();
      Await.that(() -> done.size() >= now + transactions || !error.isEmpty());
    }

    @Override
    public void close() throws InterruptedException {
      closing = true;
      thread.join();
    }
  }
}
