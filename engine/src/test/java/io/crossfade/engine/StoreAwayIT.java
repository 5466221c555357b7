package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.MigrationEvent.RoutePublished;
import io.crossfade.engine.MigrationEvent.StepFinished;
import io.crossfade.engine.MigrationEvent.SwitchDecided;
import io.crossfade.engine.MigrationEvent.SwitchFinished;
import io.crossfade.engine.MigrationEvent.SwitchStarted;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.store.StorePlace;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server of the control store is stopped in each part of a migration, and started again when
/// everything that goes on without it has gone on.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoreAwayIT {
  /// Slots are the whole server's.
  private static final AtomicInteger MIGRATIONS = new AtomicInteger();

  private final String name = "away" + MIGRATIONS.incrementAndGet();
  private final TwoDatabases databases = new TwoDatabases();
  private EmbeddedPostgres server;

  @TempDir Path directory;

  @BeforeEach
  void startStore() {
    server = EmbeddedPostgres.start(18, directory.resolve("data"), false);
  }

  @AfterEach
  void endStore() {
    server.close();
  }

  @Test
  void theCopyGoesOnAndItsEndIsRecordedLater() throws Exception {
    try (LiveMigration live = notRunYet("copy: {chunkRows: 100, rowsPerSecond: 1000}")) {
      CompletableFuture<Void> run = CompletableFuture.runAsync(live.migration()::run);
      Await.that(() -> isMade() && !copied().equals("0"));
      server.stop();
      Await.that(() -> copied().equals("2000"));
      Await.that(() -> lastError(live).contains("is away"));
      assertThat(run).isNotDone();

      server.restart();
      run.join();
      assertThat(live.journal().state().phase()).isEqualTo(Phase.READS_SHIFTED);
      assertEachOnce(live);
    }
  }

  @Test
  void streamsGoOnAndNobodyBeginsWhatCannotBeRecorded() throws Exception {
    try (LiveMigration live = readyToSwitch("10s")) {
      server.stop();
      live.insert(Side.SOURCE, "meanwhile");
      Await.that(() -> count(live, "meanwhile").equals("1"));
      CompletableFuture<Control.VerifyReport> verify =
          CompletableFuture.supplyAsync(() -> live.migration().verify(false));
      Await.that(() -> lastError(live).contains("is away"));
      assertThatThrownBy(live.migration()::cutover)
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED_NOW))
          .hasMessageContaining("cutover has to be recorded");
      assertThat(verify).isNotDone();

      server.restart();
      assertThat(verify.join().clean()).isTrue();
      assertThat(live.events()).last().isInstanceOf(VerdictReached.class);
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertEachOnce(live);
    }
  }

  @Test
  void aCutoverWithoutADecisionIsCalledOffWithoutTheStore() throws Exception {
    try (LiveMigration live = readyToSwitch("4s");
        Connection writer = databases.connect(Side.SOURCE)) {
      CompletableFuture<SwitchReport> cutover = heldByAWriter(live, writer);
      server.stop();
      writer.commit();

      Await.that(() -> !live.open().board().current().held());
      assertThat(live.open().board().current().writes()).isEqualTo(Writes.SOURCE);
      live.insert(Side.SOURCE, "the source is open");
      assertThat(cutover).isNotDone();

      server.restart();
      assertThat(cutover.join().decision()).isEqualTo(Decision.ABORT);
      assertThat(cutover.join().reason()).contains("control store was away");
      assertSwitchIsRecorded(live, 1);
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertThat(count(live, "the source is open")).isEqualTo("1");
    }
  }

  @Test
  void aCutoverThatIsDecidedIsCarriedOutWithoutTheStore() throws Exception {
    try (LiveMigration live = readyToSwitch("30s");
        Connection writer = databases.connect(Side.SOURCE);
        Connection lock = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
      CompletableFuture<SwitchReport> cutover = heldByAWriter(live, writer);
      begin(
          lock, "LOCK TABLE crossfade_store.event IN SHARE MODE"); // takes decisions, but no event
      writer.commit();

      Await.that(() -> live.open().board().current().writes() == Writes.TARGET);
      live.insert(Side.TARGET, "on the target");
      assertThat(live.migration().status().traffic().authoritative()).isEqualTo(Side.TARGET);
      server.stop();
      assertThat(cutover).isNotDone();
      assertThatThrownBy(
              () -> databases.sql(Side.SOURCE, "INSERT INTO notes (name) VALUES ('wrong side')"))
          .isInstanceOf(SQLException.class);

      server.restart();
      assertThat(cutover.join().decision()).isEqualTo(Decision.FLIP);
      assertSwitchIsRecorded(live, 1);
      assertThat(live.migration().verify(false).clean()).isTrue();
      assertThat(live.count(Side.SOURCE, "name = 'on the target'")).isEqualTo("1");
    }
  }

  /// The server is not really full: a trigger says what it would say.
  @Test
  void aServerWithoutRoomIsWaitedForAndSaidToBeTheStores() throws Exception {
    try (LiveMigration live = readyToSwitch("10s");
        Connection store = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = store.createStatement()) {
      statement.execute(
          """
          CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'could not extend file "base/5/16389": No space left on device'
            USING ERRCODE = 'disk_full', HINT = 'Check free disk space.';
          END $$\
          """);
      statement.execute(
          "CREATE TRIGGER is_full BEFORE INSERT ON crossfade_store.event EXECUTE FUNCTION is_full()");
      CompletableFuture<Control.VerifyReport> verify =
          CompletableFuture.supplyAsync(() -> live.migration().verify(false));
      Await.that(() -> lastError(live).contains("No space left on device"));
      assertThat(lastError(live))
          .contains("the control store " + server.jdbcUrl("postgres").replaceFirst("\\?.*", ""));
      assertThat(verify).isNotDone();

      statement.execute("DROP TRIGGER is_full ON crossfade_store.event");
      assertThat(verify.join().clean()).isTrue();
    }
  }

  /// Everybody is held, and the fence waits for a transaction that began before.
  private CompletableFuture<SwitchReport> heldByAWriter(LiveMigration live, Connection writer)
      throws SQLException {
    begin(writer, "INSERT INTO notes (name) VALUES ('keeps the fence away')");
    CompletableFuture<SwitchReport> cutover =
        CompletableFuture.supplyAsync(live.migration()::cutover);
    Await.that(() -> live.open().board().current().held());
    return cutover;
  }

  private LiveMigration readyToSwitch(String deadline) throws SQLException {
    LiveMigration live = notRunYet("cutover: {deadline: %1$s, firstTry: %1$s}".formatted(deadline));
    live.migration().run();
    return live;
  }

  private LiveMigration notRunYet(String rest) throws SQLException {
    Endpoint endpoint = new Endpoint(server.jdbcUrl("postgres"), "postgres", new Secret(""));
    return LiveMigration.notRunYet(databases, name, rest, new StorePlace.OnServer(endpoint));
  }

  private boolean isMade() {
    return one("SELECT count(*) FROM pg_tables WHERE tablename = 'notes'").equals("1");
  }

  private String copied() {
    return one("SELECT count(*) FROM notes");
  }

  private static String count(LiveMigration live, String name) {
    try {
      return live.count(Side.TARGET, "name = '" + name + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String one(String sql) {
    try {
      return databases.one(Side.TARGET, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String lastError(LiveMigration live) {
    return String.valueOf(live.migration().status().outlook().lastError());
  }

  private static void begin(Connection connection, String sql) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(sql);
    }
  }

  private static void assertEachOnce(LiveMigration live) {
    assertThat(live.events().stream().filter(StepFinished.class::isInstance))
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  /// Held and released in between, in their order, each once.
  private static void assertSwitchIsRecorded(LiveMigration live, int number) {
    List<? extends Class<?>> kinds =
        live.events().stream()
            .dropWhile(e -> !(e instanceof SwitchStarted s && s.number() == number))
            .takeWhile(e -> !(e instanceof SwitchFinished))
            .map(MigrationEvent::getClass)
            .toList();
    assertThat(kinds)
        .isEqualTo(
            List.of(
                SwitchStarted.class,
                RoutePublished.class,
                SwitchDecided.class,
                RoutePublished.class));
    assertThat(live.events().stream().filter(SwitchFinished.class::isInstance)).hasSize(1);
  }
}
