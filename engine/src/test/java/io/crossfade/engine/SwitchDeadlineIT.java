package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.routes.PlainReport;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.model.Writes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The deadline passes at each point of a cutover: everything is as before, and the next one works.
class SwitchDeadlineIT {
  @TempDir Path directory;
  private final AtomicInteger holds = new AtomicInteger();

  @Test
  void aClientThatSleepsInATransactionCallsTheCutoverOff() throws SQLException {
    try (LiveMigration live = live("sleeper");
        Connection sleeper = live.databases.connect(Side.SOURCE)) {
      sleeper.setAutoCommit(false);
      execute(sleeper, "INSERT INTO notes (name) VALUES ('sleeper')");

      assertCalledOff(live, live.migration().cutover());

      sleeper.commit();
      assertThatTheNextOneWorks(live);
      assertThat(live.count(Side.TARGET, "name = 'sleeper'")).isEqualTo("1");
    }
  }

  @Test
  void aRouterThatDoesNotDrainCallsTheCutoverOff() throws SQLException {
    try (LiveMigration live = live("router")) {
      onceHeld(
          live, () -> live.open().board().report(PlainReport.of("stuck", 1, 1, false, false, 1)));

      assertCalledOff(live, live.migration().cutover());

      live.open().board().report(PlainReport.of("stuck", 1, 0, true, true, 2));
      assertThatTheNextOneWorks(live);
    }
  }

  @Test
  void changesThatCannotBeAppliedInTimeCallTheCutoverOff() throws SQLException {
    try (LiveMigration live = live("slow_target");
        Connection reader = live.databases.connect(Side.TARGET)) {
      reader.setAutoCommit(false);
      // Lets the stream's markers pass, which warm up, but no row of this table.
      execute(reader, "LOCK TABLE notes IN SHARE MODE");
      onceHeld(live, () -> live.insert(Side.SOURCE, "late"));

      assertCalledOff(live, live.migration().cutover());

      reader.rollback();
      assertThatTheNextOneWorks(live);
      assertThat(live.count(Side.TARGET, "name = 'late'")).isEqualTo("1");
    }
  }

  @Test
  void whoDecidedFirstWins() throws SQLException {
    try (LiveMigration live = live("abort_decided")) {
      assertThat(live.store().decisions().decide(live.lease(), 1, Decision.ABORT))
          .isEqualTo(Decision.ABORT);

      assertCalledOff(live, live.migration().cutover());
      assertThatTheNextOneWorks(live);
    }
  }

  @Test
  void aClientWithAnOldRouteIsRefusedAfterTheFlip() throws SQLException {
    try (LiveMigration live = live("stale");
        Connection stale = live.databases.connect(Side.SOURCE)) {
      stale.setAutoCommit(false);
      stale.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      execute(stale, "SELECT count(*) FROM pg_class");

      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);

      assertThatThrownBy(() -> execute(stale, "INSERT INTO notes (name) VALUES ('stale')"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
      stale.rollback();
      assertThatThrownBy(() -> execute(stale, "TRUNCATE notes"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
      stale.rollback();
      assertThat(live.count(Side.SOURCE, "true")).isEqualTo("2000");
    }
  }

  @Test
  void whoTakesLongIsLetThroughBeforeTheNextTry() throws SQLException {
    String brief = "cutover: {deadline: 20s, firstTry: 200ms}";
    try (LiveMigration live =
            LiveMigration.notRunYet(new TwoDatabases(), "brief", brief, directory);
        Connection writer = live.databases.connect(Side.SOURCE)) {
      live.migration().run();
      writer.setAutoCommit(false);
      execute(writer, "INSERT INTO notes (name) VALUES ('takes long')");
      List<Decision> decisions = new ArrayList<>();
      live.journal()
          .listen(recorded -> {
            if (recorded.event() instanceof MigrationEvent.SwitchDecided decided) {
              decisions.add(decided.decision());
              commit(writer);
            }
          });

      SwitchReport report = live.migration().cutover();

      assertThat(report.decision()).as(report.reason()).isEqualTo(Decision.FLIP);
      assertThat(decisions.getFirst()).isEqualTo(Decision.ABORT);
      assertThat(decisions.getLast()).isEqualTo(Decision.FLIP);
      assertThat(report.number()).isEqualTo(decisions.size());
      assertThat(live.count(Side.TARGET, "name = 'takes long'")).isEqualTo("1");
    }
  }

  private LiveMigration live(String name) throws SQLException {
    return LiveMigration.readyToSwitch(new TwoDatabases(), name, "1500ms", directory);
  }

  /// Happens when the warm-up is over and the fence not yet raised, the first time.
  private void onceHeld(LiveMigration live, Runnable happens) {
    live.journal()
        .listen(recorded -> {
          if (recorded.event() instanceof MigrationEvent.RoutePublished published
              && published.route().held()
              && holds.getAndIncrement() == 0) {
            happens.run();
          }
        });
  }

  private static void assertCalledOff(LiveMigration live, SwitchReport report) throws SQLException {
    assertThat(report.decision()).as(report.reason()).isEqualTo(Decision.ABORT);
    Route route = live.open().board().current();
    assertThat(route.held()).isFalse();
    assertThat(route.writes()).isEqualTo(Writes.SOURCE);
    assertThat(live.journal().state().authoritative()).isEqualTo(Side.SOURCE);
    live.databases.sql(Side.SOURCE, "INSERT INTO notes (name) VALUES ('after')");
    assertThatThrownBy(() ->
            live.databases.sql(
                Side.TARGET,
                "SET lock_timeout = '1s'",
                "INSERT INTO notes (name) VALUES ('wrong side')"))
        .isInstanceOf(SQLException.class);
  }

  private static void assertThatTheNextOneWorks(LiveMigration live) throws SQLException {
    SwitchReport next = live.migration().cutover();
    assertThat(next.decision()).as(next.reason()).isEqualTo(Decision.FLIP);
    live.databases.sql(Side.TARGET, "INSERT INTO notes (name) VALUES ('on the target')");
    assertThat(live.migration().verify(false).clean()).isTrue();
    assertThat(live.count(Side.SOURCE, "name = 'on the target'")).isEqualTo("1");
    assertThat(live.count(Side.TARGET, "name = 'after'")).isEqualTo("1");
  }

  private static void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(sql);
    }
  }
}
