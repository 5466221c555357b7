package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent.GateActed;
import io.crossfade.engine.MigrationEvent.Noted;
import io.crossfade.engine.MigrationEvent.RowDiffers;
import io.crossfade.engine.MigrationEvent.VerdictReached;
import io.crossfade.engine.gates.GateState;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Somebody changes the tables of the side that follows behind Crossfade's back, under load: it is
/// found within seconds, told by table and column, rows whose values it changed too, and the gate
/// pauses the migration. What is measured is printed.
@Timeout(300)
class InjectedMismatchIT {
  /// Four times what is promised, for a machine on which others build and test.
  private static final Duration WITHIN = Duration.ofSeconds(20);

  private static final String GATES =
      """
      reads: [100]
      copy: {chunkRows: 500}
      cutover: {bake: 1h}
      gates:
        tables: {metric: schema, interval: 200ms, successCondition: result == 0, on: [cutover, reads, bake], onFailure: pause}
      """;

  private static final String NARROW = "ALTER TABLE prices ALTER amount TYPE numeric(10,1)";
  private static final String WIDE = "ALTER TABLE prices ALTER amount TYPE numeric(10,2)";

  @TempDir Path directory;
  private final TwoDatabases databases = new TwoDatabases();

  @Test
  void ofTablesIsFoundWithinSecondsAndTold() throws Exception {
    databases.sql(
        Side.SOURCE,
        "CREATE TABLE prices (id int PRIMARY KEY, amount numeric(10,2) NOT NULL CONSTRAINT sane CHECK (amount >= 0), label text CONSTRAINT one_label UNIQUE)",
        "INSERT INTO prices SELECT n, n + 0.25, 'label ' || n FROM generate_series(1, 500) n",
        "CREATE INDEX by_amount ON prices (amount)");
    try (LiveMigration live = LiveMigration.notRunYet(databases, "mismatch", GATES, directory)) {
      try (HotRows load = new HotRows(databases, "notes").start()) {
        live.migration().run();
        isFoundOnTheTarget(live);
        assertThat(load.written()).isPositive();
      }
      databases.sql(Side.TARGET, "CREATE INDEX of_a_person ON prices (label, amount)");
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      assertFound(
          live,
          Side.SOURCE,
          "public.prices: column amount is numeric(10,1) now, it was numeric(10,2)",
          NARROW);
      Await.that(() -> isRounded(live, Side.SOURCE));
      mend(live, Side.SOURCE, WIDE);
      // Those who write now may do so; but the way back is not told of it.
      int before = live.events().size();
      databases.sql(
          Side.TARGET, "ALTER TABLE prices ALTER amount TYPE numeric(10,2) USING amount * 2");
      Await.that(() -> differ(live) == 500);
      // The rows that were repaired a moment ago are looked at first, and may have been found.
      Await.that(() ->
          later(live, before).stream()
              .anyMatch(event ->
                  event instanceof Noted(String told)
                      && told.startsWith(
                          "all rows of public.prices were written anew on the TARGET")));
      assertThat(live.migration().verify(true).clean()).isTrue();
      assertThat(live.migration().verify(false).clean()).isTrue();
      assertThat(live.events()).noneMatch(event -> String.valueOf(event).contains("of_a_person"));
    }
  }

  private void isFoundOnTheTarget(LiveMigration live) throws SQLException {
    Await.that(() -> gatePasses(live));
    assertFound(
        live,
        Side.TARGET,
        "column amount of public.prices is another one: numeric(10,1), and should be numeric(10,2)",
        NARROW);
    Await.that(() -> isRounded(live, Side.TARGET));
    mend(live, Side.TARGET, WIDE);
    assertFound(
        live,
        Side.TARGET,
        "constraint sane of public.prices is another one",
        "ALTER TABLE prices DROP CONSTRAINT sane",
        "ALTER TABLE prices ADD CONSTRAINT sane CHECK (amount >= -1)");
    mend(
        live,
        Side.TARGET,
        "ALTER TABLE prices DROP CONSTRAINT sane",
        "ALTER TABLE prices ADD CONSTRAINT sane CHECK (amount >= 0)");
    assertFound(
        live,
        Side.TARGET,
        "index one_label of public.prices is missing",
        "ALTER TABLE prices DROP CONSTRAINT one_label");
    mend(live, Side.TARGET, "ALTER TABLE prices ADD CONSTRAINT one_label UNIQUE (label)");
    assertFound(
        live,
        Side.TARGET,
        "column label of public.prices is missing",
        "ALTER TABLE prices DROP COLUMN label");
    mend(live, Side.TARGET, "ALTER TABLE prices ADD COLUMN label text CONSTRAINT one_label UNIQUE");
  }

  private void assertFound(LiveMigration live, Side side, String told, String... sql)
      throws SQLException {
    int before = live.events().size();
    databases.sql(side, sql);
    long begun = System.nanoTime();
    String whole = "the tables of the %s are not what they should be: %s".formatted(side, told);
    Await.that(() -> later(live, before).contains(new Noted(whole)));
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf("mismatch: %s, found after %d ms%n", told, took.toMillis());
    assertThat(took).as(told).isLessThan(WITHIN);
    Await.that(() ->
        later(live, before).stream()
            .anyMatch(event -> event instanceof GateActed acted && acted.gate().equals("tables")));
    Await.that(() -> live.journal().state().progress().pause() != null);
  }

  private void mend(LiveMigration live, Side side, String... sql) throws SQLException {
    databases.sql(side, sql);
    Await.that(() -> gatePasses(live));
    live.migration().resume("a@b");
    assertThat(live.migration().verify(true).clean()).isTrue();
  }

  private static boolean gatePasses(LiveMigration live) {
    return live.migration().status().gating().gates().stream()
        .anyMatch(gate -> gate.name().equals("tables") && gate.state() == GateState.PASSING);
  }

  private static boolean isRounded(LiveMigration live, Side side) {
    return live.events().stream()
        .anyMatch(event ->
            event instanceof RowDiffers row
                && row.side() == side
                && row.table().name().equals("prices")
                && row.columns().equals(List.of("amount")));
  }

  private static long differ(LiveMigration live) {
    return live.journal().state().verdicts().values().stream()
        .mapToLong(VerdictReached::drift)
        .max()
        .orElse(0);
  }

  private static List<MigrationEvent> later(LiveMigration live, int after) {
    List<MigrationEvent> all = live.events();
    return all.subList(after, all.size());
  }
}
