package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Chunk;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ThrottleIT {
  private static final String WHO = "anna@host";

  /// Slow enough that several looks fall into the copy.
  private static final String REST =
      "copy: {chunkRows: 100, workers: 1, rowsPerSecond: 400}\nthrottle: {activeSessions: 2, sourceLatency: null, targetLatency: null}";

  @TempDir Path directory;

  @Test
  void aCopyWaitsWhileTheSourceIsTooBusyAndGoesOnWhenItIsNot() throws Exception {
    TwoDatabases databases = new TwoDatabases();
    try (LiveMigration live = LiveMigration.notRunYet(databases, "throttled", REST, directory)) {
      CompletableFuture<Void> run;
      try (Busy _ = new Busy(databases, 9)) {
        run = CompletableFuture.runAsync(live.migration()::run);
        Await.that(() -> Objects.equals(throttled(live).rowsPerSecond(), 0L));
        assertThat(throttled(live).because()).matches("source active sessions \\d+ > 2");
        // before they are cut there are none of either kind
        Await.that(() -> has(live, Chunk.State.WAITING) && !has(live, Chunk.State.COPYING));
        assertThat(live.notes())
            .anyMatch(n -> n.startsWith("copy and comparison are slowed: source active"));
      }
      run.get(60, TimeUnit.SECONDS);

      Await.that(() -> live.notes().contains("copy and comparison are no longer slowed"));
      assertThat(live.count(Side.TARGET, "true")).isEqualTo("2000");
      assertThat(throttled(live)).isEqualTo(new Status.Throttled(PaceSetting.ADAPTIVE, null, null));
    }
  }

  @Test
  void whatAPersonSaysHoldsOverARestart() throws Exception {
    TwoDatabases databases = new TwoDatabases();
    try (Busy _ = new Busy(databases, 9)) {
      try (LiveMigration live = LiveMigration.notRunYet(databases, "unbridled", REST, directory)) {
        CompletableFuture<Void> run = CompletableFuture.runAsync(live.migration()::run);
        Await.that(() -> Objects.equals(throttled(live).rowsPerSecond(), 0L));
        assertThat(live.migration().throttle(WHO, PaceSetting.limited(7)))
            .isEqualTo(new Control.ThrottleReport(PaceSetting.ADAPTIVE, PaceSetting.limited(7)));
        assertThat(live.migration().throttle(WHO, PaceSetting.OFF))
            .isEqualTo(new Control.ThrottleReport(PaceSetting.limited(7), PaceSetting.OFF));
        live.close();
        run.exceptionally(_ -> null).get(30, TimeUnit.SECONDS); // its databases are closed now
      }
      try (LiveMigration again = LiveMigration.again(databases, "unbridled", REST, directory)) {
        again.migration().run();

        assertThat(again.journal().state().phase()).isEqualTo(Phase.READS_SHIFTED);
        assertThat(throttled(again)).isEqualTo(new Status.Throttled(PaceSetting.OFF, null, null));
        assertThat(again.count(Side.TARGET, "true")).isEqualTo("2000");
      }
    }
  }

  @Test
  void aComparisonKeepsToThePaceAndGivesWayToARollback() throws Exception {
    TwoDatabases databases = new TwoDatabases();
    String small = "copy: {chunkRows: 100}";
    try (LiveMigration live = LiveMigration.notRunYet(databases, "compared", small, directory)) {
      live.migration().run();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      live.migration().throttle(WHO, PaceSetting.limited(1));
      CompletableFuture<Control.VerifyReport> verify =
          CompletableFuture.supplyAsync(() -> live.migration().verify(false));
      Await.that(() -> Objects.equals(throttled(live).rowsPerSecond(), 1L));
      assertThatThrownBy(() -> verify.get(1, TimeUnit.SECONDS))
          .as("a hundred rows take a hundred seconds")
          .isInstanceOf(TimeoutException.class);

      assertThat(live.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThatThrownBy(() -> verify.get(30, TimeUnit.SECONDS))
          .hasMessageContaining("the comparison gave way to a rollback");
    }
  }

  private static Status.Throttled throttled(LiveMigration live) {
    return live.migration().status().outlook().throttled();
  }

  private static boolean has(LiveMigration live, Chunk.State state) {
    return live.chunks().stream().anyMatch(c -> c.state() == state);
  }

  /// Sessions that work until they are closed.
  private static final class Busy implements AutoCloseable {
    private final TwoDatabases databases;
    private final List<Connection> connections = new ArrayList<>();
    private final List<CompletableFuture<Void>> work = new ArrayList<>();

    Busy(TwoDatabases databases, int sessions) throws SQLException {
      this.databases = databases;
      for (int i = 0; i < sessions; i++) {
        Connection connection = databases.connect(Side.SOURCE);
        connections.add(connection);
        work.add(CompletableFuture.runAsync(() -> work(connection), Thread::startVirtualThread));
      }
    }

    private static void work(Connection connection) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_sleep(100) /* busy */");
      } catch (SQLException e) {
        assertThat(e.getMessage()).contains("terminating connection");
      }
    }

    @Override
    public void close() throws SQLException {
      databases.sql(
          Side.SOURCE,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT%busy%' AND datname ="
              + " current_database() AND pid <> pg_backend_pid()");
      work.forEach(CompletableFuture::join);
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }
}
