package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.engine.Control.RehearsalReport;
import io.crossfade.engine.routes.PlainReport;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.model.PinnedSession;
import io.crossfade.model.Route;
import io.crossfade.model.RouterFindings;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RehearsalIT {
  @TempDir Path directory;

  @Test
  void bothWaysAreTriedAndNobodyMoves() throws SQLException {
    try (LiveMigration live = live("rehearsed")) {
      assertPassed(live, live.migration().rehearse(), Side.SOURCE);
      assertThat(live.migration().status().traffic().rehearsed())
          .isNotNull()
          .returns(true, MigrationEvent.Rehearsed::passed);

      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertPassed(live, live.migration().rehearse(), Side.TARGET);

      assertThat(live.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertPassed(live, live.migration().rehearse(), Side.SOURCE);
      assertThat(live.migration().verify(false).clean()).isTrue();
      assertThat(live.count(Side.TARGET, "name LIKE 'during%'")).isEqualTo("3");
    }
  }

  @Test
  void whatWouldCallTheCutoverOffIsFoundOut() throws SQLException {
    try (LiveMigration live = live("rehearsal_off");
        Connection sleeper = live.databases.connect(Side.SOURCE)) {
      sleeper.setAutoCommit(false);
      try (Statement statement = sleeper.createStatement()) {
        statement.execute("INSERT INTO notes (name) VALUES ('sleeper')");
      }
      RehearsalReport report = live.migration().rehearse();
      assertThat(report.passed()).isFalse();
      assertThat(report.report().reason()).contains("did not end within");
      sleeper.commit();
      assertNobodyMoved(live, Side.SOURCE);
      assertPassed(live, live.migration().rehearse(), Side.SOURCE);
    }
  }

  @Test
  void whatAGateWouldRefuseIsNamed() throws SQLException {
    try (LiveMigration live = live("rehearsal_gate")) {
      live.databases.spoil(
          Side.TARGET, "rehearsal_gate", "UPDATE notes SET name = 'x' WHERE id = 7");
      assertThat(live.migration().verify(false).clean()).isFalse();

      RehearsalReport report = live.migration().rehearse();

      assertThat(report.passed()).isTrue();
      assertThat(report.refusals()).hasSize(1).first().asString().contains("public.notes");
      assertNobodyMoved(live, Side.SOURCE);

      // whom a switch would cut off, of whoever is still there
      PinnedSession pinned = new PinnedSession("app", "LISTEN");
      RouteBoard board = live.open().board();
      board.tell("gone", 1, new RouterFindings(List.of(), List.of(), List.of(), List.of(pinned)));
      assertThat(live.migration().status().traffic().pinned()).isEmpty();
      board.tell("there", 1, new RouterFindings(List.of(), List.of(), List.of(), List.of(pinned)));
      board.report(PlainReport.of("there", 1, 0, true, false, 1));
      assertThat(live.migration().status().traffic().pinned()).containsExactly(pinned);
    }
  }

  @Test
  void aCutoverMayHaveToBeRehearsedFirst() throws SQLException {
    String rest = "cutover: {deadline: 2s, firstTry: 2s, requireRehearsal: true}";
    try (LiveMigration live =
        LiveMigration.notRunYet(new TwoDatabases(), "rehearsal_first", rest, directory)) {
      live.migration().run();
      assertThatThrownBy(live.migration()::cutover).hasMessageContaining("crossfade rehearse");
      assertPassed(live, live.migration().rehearse(), Side.SOURCE);
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    }
  }

  private void assertPassed(LiveMigration live, RehearsalReport report, Side from)
      throws SQLException {
    assertThat(report.passed()).as(report.report().reason()).isTrue();
    assertThat(report.refusals()).isEmpty();
    assertThat(report.from()).isEqualTo(from);
    assertThat(report.report().decision()).isEqualTo(Decision.ABORT);
    List<String> phases =
        new ArrayList<>(
            List.of(
                "hold",
                "drain",
                "fence",
                "last position",
                "catch up",
                "sequences",
                "way back",
                "servers",
                "decide",
                "release"));
    if (from == Side.SOURCE) {
      phases.add("source tables");
    }
    Map<String, Long> took = new HashMap<>(report.report().phases());
    took.remove("servers again"); // only where the machine was slow
    assertThat(took).containsOnlyKeys(phases);
    assertThat(report.report().heldNanos())
        .isPositive()
        .isLessThan(report.report().phases().values().stream().mapToLong(n -> n).sum());
    int number = report.report().number();
    assertThat(live.store().decisions().outcome(live.journal().state().migration(), number))
        .contains(Decision.ABORT);
    assertNobodyMoved(live, from);
    live.insert(from, "during" + number);
  }

  private static void assertNobodyMoved(LiveMigration live, Side from) throws SQLException {
    Route route = live.open().board().current();
    assertThat(route.held()).isFalse();
    assertThat(route.writes().name()).isEqualTo(from.name());
    MigrationState state = live.journal().state();
    assertThat(state.authoritative()).isEqualTo(from);
    assertThat(state.switches().open()).isNull();
    assertThat(state.progress().current()).isNull();
    assertThatThrownBy(() -> live.insert(from.other(), "wrong side"))
        .rootCause()
        .hasMessageContaining("public.notes is closed for writes");
  }

  private LiveMigration live(String name) throws SQLException {
    return LiveMigration.readyToSwitch(new TwoDatabases(), name, "2s", directory);
  }
}
