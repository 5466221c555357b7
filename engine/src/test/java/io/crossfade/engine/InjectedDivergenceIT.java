package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent.GateActed;
import io.crossfade.engine.MigrationEvent.RowDiffers;
import io.crossfade.engine.gates.GateState;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever makes the two sides differ behind Crossfade's back, under load: it is found within
/// seconds, told by table, key and column, and the gate pauses the migration. What is measured is
/// printed.
@Timeout(180)
class InjectedDivergenceIT {
  /// Four times what is promised, for a machine on which others build and test.
  private static final Duration WITHIN = Duration.ofSeconds(20);

  private static final String GATES =
      """
      reads: [100]
      copy: {chunkRows: 500}
      cutover: {bake: 1h}
      gates:
        drift: {metric: drift, interval: 200ms, successCondition: result == 0, on: [reads, bake], onFailure: pause}
        lag: {metric: lag-ms, interval: 200ms, successCondition: result <= 2000, on: [reads, bake], onFailure: pause}
      """;

  @TempDir Path directory;
  private final TwoDatabases databases = new TwoDatabases();

  /// @param told of the row; a part of it
  private record Injection(String what, Side side, String sql, String told) {}

  @Test
  void isFoundWithinSecondsAndToldByItsRows() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "injected", GATES, directory)) {
      try (HotRows load = new HotRows(databases, "notes").start()) {
        live.migration().run();
        for (Injection injection : rows(Side.TARGET)) {
          assertFound(live, injection);
        }
        assertFoundWhereATriggerRewrites(live);
        assertLagIsFound(live);
        assertThat(load.written()).isPositive();
      }
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      for (Injection injection : rows(Side.SOURCE)) {
        assertFound(live, injection);
      }
      assertThat(live.migration().verify(false).clean()).isTrue();
    }
  }

  /// Rows that the load never touches.
  private static List<Injection> rows(Side side) {
    String on = "on the " + side.spelled();
    return List.of(
        new Injection(
            "a row is changed",
            side,
            "UPDATE notes SET name = 'spoilt' WHERE id = 1003",
            "public.notes key 1003 is CHANGED " + on + " in [name]"),
        new Injection(
            "a row is removed",
            side,
            "DELETE FROM notes WHERE id = 1004",
            "public.notes key 1004 is MISSING " + on),
        new Injection(
            "a row is added",
            side,
            "INSERT INTO notes (id, name) VALUES (2000001, 'nobody wrote this')",
            "public.notes key 2000001 is SURPLUS " + on),
        new Injection(
            "a column is cut off",
            side,
            "UPDATE notes SET name = left(name, 2) WHERE id = 1005",
            "public.notes key 1005 is CHANGED " + on + " in [name]"));
  }

  private void assertFound(LiveMigration live, Injection injection) throws SQLException {
    int before = live.events().size();
    past(injection.side(), injection.sql());
    assertToldAndPaused(live, injection.what(), before, injection.told());
    mend(live);
  }

  /// What the stream writes from then on is not what it has read.
  private void assertFoundWhereATriggerRewrites(LiveMigration live) throws SQLException {
    databases.sql(
        Side.TARGET,
        "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.name := NEW.name || '!'; RETURN NEW; END$$",
        "CREATE TRIGGER shout BEFORE INSERT OR UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION shout()",
        "ALTER TABLE notes ENABLE ALWAYS TRIGGER shout");
    int before = live.events().size();
    databases.sql(Side.SOURCE, "UPDATE notes SET name = 'quiet' WHERE id = 1006");
    assertToldAndPaused(
        live,
        "a trigger rewrites values",
        before,
        "public.notes key 1006 is CHANGED on the target in [name]");
    databases.sql(Side.TARGET, "DROP FUNCTION shout CASCADE");
    mend(live);
  }

  private void assertLagIsFound(LiveMigration live) throws SQLException {
    try (Connection holder = databases.connect(Side.TARGET);
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      int before = live.events().size();
      statement.execute("LOCK TABLE notes IN SHARE MODE");
      long begun = System.nanoTime();
      Await.that(() -> acted(live, before, "lag"));
      tell("the stream is held back", begun);
      holder.rollback();
    }
    mend(live);
  }

  private static void assertToldAndPaused(
      LiveMigration live, String what, int before, String told) {
    long begun = System.nanoTime();
    Await.that(() -> told(live, before).stream().anyMatch(text -> text.contains(told)));
    tell(what, begun);
    Await.that(() -> acted(live, before, "drift"));
    Await.that(() -> live.journal().state().progress().pause() != null);
  }

  private static void tell(String what, long begun) {
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf("divergence: %-26s found after %4d ms%n", what, took.toMillis());
    assertThat(took).as(what).isLessThan(WITHIN);
  }

  private static void mend(LiveMigration live) {
    live.migration().resume("a@b");
    assertThat(live.migration().verify(true).clean()).isTrue();
    Await.that(() -> gatesPass(live));
    assertThat(live.migration().status().outlook().paused()).isNull();
  }

  private static boolean gatesPass(LiveMigration live) {
    return live.migration().status().gating().gates().stream()
        .filter(gate -> gate.name().equals("drift") || gate.name().equals("lag"))
        .allMatch(gate -> gate.state() == GateState.PASSING);
  }

  private static List<String> told(LiveMigration live, int after) {
    List<String> told = new ArrayList<>();
    for (MigrationEvent event : later(live, after)) {
      if (event instanceof RowDiffers row) {
        told.add(row.text());
      }
    }
    return told;
  }

  private static boolean acted(LiveMigration live, int after, String gate) {
    return later(live, after).stream()
        .anyMatch(event -> event instanceof GateActed acted && acted.gate().equals(gate));
  }

  private static List<MigrationEvent> later(LiveMigration live, int after) {
    List<MigrationEvent> all = live.events();
    return all.subList(after, all.size());
  }

  /// Past the fence, as somebody who may do everything.
  private void past(Side side, String sql) throws SQLException {
    try (Connection connection = databases.connect(side);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT set_config('crossfade.pass', 'injected', true)");
      assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
      connection.commit();
    }
  }
}
