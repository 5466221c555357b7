package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The new side dies after the cutover.
class DeadTargetIT {
  private static final String ALL = "SELECT id || ' ' || name FROM notes ORDER BY id";
  private static final String CAST =
      "mapping: {public.notes: {columns: {name: {cast: varchar(200)}}}}";

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
  void aPersonMayGoBackWithoutItAndIsToldWhatThatCosts() throws Exception {
    try (LiveMigration live =
        LiveMigration.readyToSwitch(
            databases, "dead_target", "1500ms", directory.resolve("store"))) {
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      live.insert(Side.TARGET, "came back");
      assertThat(live.migration().verify(false).clean()).isTrue();
      CountDownLatch fenced = whenNoted(live, "is back, and fenced");
      target.kill();

      assertThatThrownBy(() -> live.migration().rollback(false))
          .isInstanceOf(CrossfadeException.class);
      assertThat(live.journal().state().authoritative()).isEqualTo(Side.TARGET);
      SwitchReport report = live.migration().rollback(true);
      tell(report);

      assertThat(report.decision()).isEqualTo(Decision.FLIP);
      assertThat(report.lost()).isNotNull();
      assertThat(report.lost().since()).isNotNull();
      assertThat(live.open().board().current().writes()).isEqualTo(Writes.SOURCE);
      // far enough to meet the number that the target has given
      databases.sql(
          Side.SOURCE, "INSERT INTO notes (name) SELECT 'new' FROM generate_series(1, 2000)");
      assertThat(live.count(Side.SOURCE, "name = 'came back'")).isEqualTo("1");

      target.restart();
      assertThat(fenced.await(60, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(
              () -> live.databases.sql(Side.TARGET, "INSERT INTO notes (name) VALUES ('split')"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
      assertThat(live.migration().verify(false).clean()).isTrue();
      assertThat(databases.column(Side.TARGET, ALL)).isEqualTo(databases.column(Side.SOURCE, ALL));
    }
  }

  /// Everybody is held until then, and nobody should have to ask for it at night.
  @Test
  void aRollbackThatItsDeathLeftOpenIsEndedOnceItIsBack() throws Exception {
    try (LiveMigration live = readyToSwitch("left_open");
        Connection writer = databases.connect(Side.TARGET)) {
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      writer.setAutoCommit(false);
      try (Statement statement = writer.createStatement()) {
        statement.execute("INSERT INTO notes (name) VALUES ('keeps the fence away')");
      }
      CompletableFuture<SwitchReport> rollback =
          CompletableFuture.supplyAsync(() -> live.migration().rollback(false));
      Await.that(() -> live.open().board().current().held());
      target.kill();
      assertThatThrownBy(rollback::join).hasMessageContaining("could not");
      assertThat(live.open().board().current().held()).isTrue();

      target.restart();
      Await.that(() -> !live.open().board().current().held());
      assertThat(live.journal().state().authoritative()).isEqualTo(Side.TARGET);
      live.insert(Side.TARGET, "goes on");
      assertThat(live.migration().verify(false).clean()).isTrue();
      assertThat(live.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(live.count(Side.SOURCE, "name = 'goes on'")).isEqualTo("1");
    }
  }

  /// Our own process dies with the target's machine, and the target has rows that never came back.
  @Test
  void aProcessThatStartsWithoutItCanGiveItUpAndFindsOutWhatItHas() throws Exception {
    try (LiveMigration live = readyToSwitch("dies_too")) {
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      live.insert(Side.TARGET, "came back");
      assertThat(live.migration().verify(false).clean()).isTrue();
    }
    databases.sql(Side.TARGET, "INSERT INTO notes (name) VALUES ('acknowledged and lost')");
    target.kill();

    try (LiveMigration live = again("dies_too")) {
      CountDownLatch away = whenNoted(live, "the target is away");
      CountDownLatch fenced = whenNoted(live, "is back, and fenced");
      CompletableFuture<Void> run = CompletableFuture.runAsync(live.migration()::run);
      assertThat(away.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(live.migration().status().outlook().nextSteps())
          .extracting(NextStep::command)
          .containsExactly("rollback --accept-loss");
      refused(ErrorCode.NOT_ALLOWED_NOW, "rollback --accept-loss", live.migration()::cleanup);
      refused(ErrorCode.NOT_ALLOWED_NOW, "away", () -> live.migration().rollback(false));

      SwitchReport report = live.migration().rollback(true);
      tell(report);
      assertThat(report.decision()).isEqualTo(Decision.FLIP);
      assertThat(live.open().board().current().writes()).isEqualTo(Writes.SOURCE);
      live.insert(Side.SOURCE, "life goes on");

      target.restart();
      run.get(2, TimeUnit.MINUTES);
      assertThat(fenced.await(60, TimeUnit.SECONDS)).isTrue();
    }

    try (LiveMigration live = again("dies_too")) {
      live.migration().run();
      // whether what it had was compared by itself already, or not
      refused(ErrorCode.GATE_REFUSED, "public.notes: ", live.migration()::cutover);
      assertThat(live.migration().verify(false).clean()).isFalse();
      refused(ErrorCode.GATE_REFUSED, "rows differ", live.migration()::cutover);
      assertThat(live.migration().verify(true).clean()).isTrue();

      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      live.insert(Side.TARGET, "numbered without a clash");
      assertThat(live.migration().verify(false).clean()).isTrue();
      assertThat(databases.column(Side.TARGET, "SELECT name FROM notes WHERE name !~ '^old'"))
          .containsExactlyInAnyOrder("came back", "life goes on", "numbered without a clash");
      assertThat(databases.column(Side.TARGET, ALL)).isEqualTo(databases.column(Side.SOURCE, ALL));
    }
  }

  /// It was decided for the source, but nobody was told yet.
  @Test
  void aRollbackThatWasDecidedIsEndedWithoutIt() throws Exception {
    try (LiveMigration live = readyToSwitch("decided")) {
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      leaveOpen(live, StepName.ROLLBACK, Side.TARGET);
    }
    target.kill();

    try (LiveMigration live = again("decided")) {
      CountDownLatch away = whenNoted(live, "the target is away");
      CompletableFuture<Void> run = CompletableFuture.runAsync(live.migration()::run);
      assertThat(away.await(60, TimeUnit.SECONDS)).isTrue();

      assertThat(live.journal().state().phase()).isEqualTo(Phase.ROLLED_BACK);
      assertThat(live.journal().state().switches().open()).isNull();
      assertThat(live.open().board().current().writes()).isEqualTo(Writes.SOURCE);
      live.insert(Side.SOURCE, "the fence is lifted");
      target.restart();
      run.get(2, TimeUnit.MINUTES);
    }
  }

  /// It was decided for the target, and the target is gone before anybody could write there.
  @Test
  void aCutoverThatCannotBeEndedWithoutItIsGivenUp() throws Exception {
    try (LiveMigration live = readyToSwitch("halfway")) {
      leaveOpen(live, StepName.CUTOVER, Side.SOURCE);
    }
    target.kill();

    try (LiveMigration live = again("halfway")) {
      CountDownLatch away = whenNoted(live, "the target is away");
      CompletableFuture<Void> run = CompletableFuture.runAsync(live.migration()::run);
      assertThat(away.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(live.journal().state().switches().open()).isNotNull();

      assertThat(live.migration().rollback(true).number()).isEqualTo(2);
      assertThat(live.open().board().current().writes()).isEqualTo(Writes.SOURCE);
      assertThat(live.open().board().current().held()).isFalse();
      live.insert(Side.SOURCE, "the fence is lifted");
      target.restart();
      run.get(2, TimeUnit.MINUTES);
    }
  }

  private LiveMigration readyToSwitch(String name) throws SQLException {
    LiveMigration live = LiveMigration.notRunYet(databases, name, CAST, directory.resolve("store"));
    live.migration().run();
    return live;
  }

  private LiveMigration again(String name) {
    return LiveMigration.again(databases, name, CAST, directory.resolve("store"));
  }

  /// As a process leaves a switch that dies right after its FLIP.
  private static void leaveOpen(LiveMigration live, StepName step, Side from) {
    int number = live.journal().state().switches().count() + 1; // a cutover may need several tries
    live.journal().record(new MigrationEvent.StepStarted(step));
    live.journal().record(new MigrationEvent.SwitchStarted(number, from, from.other(), 0));
    live.open().board().publish(live.open().board().current().hold());
    assertThat(live.store().decisions().decide(live.lease(), number, Decision.FLIP))
        .isEqualTo(Decision.FLIP);
  }

  private static void refused(ErrorCode code, String words, ThrowingCallable verb) {
    assertThatThrownBy(verb)
        .isInstanceOfSatisfying(CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(words);
  }

  /// How long clients were held: from the hold to the end of the release.
  private static void tell(SwitchReport report) {
    Map<String, Long> phases = report.phases();
    assertThat(phases).containsKeys("end streams", "sequences", "hold", "decide", "release");
    System.out.printf("without the target, in nanoseconds: %s%n", phases);
  }

  private static CountDownLatch whenNoted(LiveMigration live, String words) {
    CountDownLatch seen = new CountDownLatch(1);
    live.journal()
        .listen(recorded -> {
          if (recorded.event() instanceof MigrationEvent.Noted note
              && note.message().contains(words)) {
            seen.countDown();
          }
        });
    return seen;
  }
}
