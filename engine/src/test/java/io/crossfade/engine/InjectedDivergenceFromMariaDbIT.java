package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.engine.MigrationEvent.GateActed;
import io.crossfade.engine.MigrationEvent.RowDiffers;
import io.crossfade.engine.gates.GateState;
import io.crossfade.model.RowDifference.Kind;
import io.crossfade.model.Side;
import io.crossfade.mysqlservers.MySqlVersion;
import io.crossfade.mysqlservers.SharedMySql;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// As [InjectedDivergenceIT], from MariaDB to PostgreSQL: before the cutover somebody writes the
/// target behind Crossfade's back, under load, after it the source. Nothing else is ever told as
/// different.
@Timeout(120)
class InjectedDivergenceFromMariaDbIT {
  /// Four times what is promised, for a machine on which others build and test.
  private static final Duration WITHIN = Duration.ofSeconds(20);

  private static final String NAME = "injected_mariadb";

  private static final String GATES =
      """
      reads: [100]
      cutover: {bake: 1h}
      gates:
        drift: {metric: drift, interval: 200ms, successCondition: result == 0, on: [reads, bake], onFailure: pause}
      """;

  /// Of rows that the load never touches.
  private static final List<Injection> ALL =
      List.of(
          new Injection(-3, Kind.CHANGED, "UPDATE drafts SET note = 'spoilt' WHERE id = -3"),
          new Injection(-4, Kind.MISSING, "DELETE FROM drafts WHERE id = -4"),
          new Injection(-7000, Kind.SURPLUS, "INSERT INTO drafts VALUES (-7000, 'nobody')"),
          new Injection(-5, Kind.CHANGED, "UPDATE drafts SET note = left(note, 2) WHERE id = -5"));

  @TempDir Path directory;
  private final TwoDatabases databases =
      new TwoDatabases(
          SharedMySql.newDatabase(MySqlVersion.MARIADB_11_4), SharedPostgres.newDatabase(18));

  private record Injection(long id, Kind kind, String sql) {}

  @Test
  void isFoundWithinSecondsAndToldByItsRows() throws Exception {
    Bank bank = new Bank(databases).opened();
    try (BankMove move = bank.move(bank.manifest(NAME, GATES), directory);
        BankClient load = bank.client(1)) {
      move.migration().run();
      for (Injection injection : ALL) {
        assertFound(move, injection, Side.TARGET);
      }
      assertThat(move.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      load.awaitWritten(20);
      load.close();
      for (Injection injection : ALL) {
        assertFound(move, injection, Side.SOURCE);
      }
      assertThat(move.migration().verify(false).clean()).isTrue();
      assertThat(told(move, 0))
          .as("each by the watch and by the comparison that mends it, and no other row")
          .hasSize(4 * ALL.size())
          .allMatch(row -> ALL.stream().anyMatch(it -> is(row, it, row.side())));
      bank.assertKept();
    }
  }

  private void assertFound(BankMove move, Injection injection, Side side) throws SQLException {
    int before = later(move, 0).size();
    past(side, injection.sql());
    long begun = System.nanoTime();
    Await.that(() -> told(move, before).stream().anyMatch(row -> is(row, injection, side)));
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    System.out.printf(
        "divergence: %s on the %s found after %4d ms%n", injection.sql(), side, took.toMillis());
    assertThat(took).as(injection.sql()).isLessThan(WITHIN);
    Await.that(() -> later(move, before).stream().anyMatch(GateActed.class::isInstance));
    Await.that(() -> move.journal().state().progress().pause() != null);
    move.migration().resume("a@b");
    assertThat(move.migration().verify(true).clean()).isTrue();
    // A gate acts when it fails after it has passed.
    Await.that(() ->
        move.migration().status().gating().gates().stream()
            .filter(gate -> gate.name().equals("drift"))
            .allMatch(gate -> gate.state() == GateState.PASSING));
  }

  private static boolean is(RowDiffers row, Injection injection, Side side) {
    boolean column = injection.kind() != Kind.CHANGED || row.columns().equals(List.of("note"));
    return row.table().name().equals("drafts")
        && row.key().toString().equals(Long.toString(injection.id()))
        && row.kind() == injection.kind()
        && row.side() == side
        && column;
  }

  /// Past the fence, as somebody who may do everything.
  private void past(Side side, String sql) throws SQLException {
    try (Connection connection = databases.connect(side);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          side == Side.SOURCE
              ? "SET @crossfade_pass = '" + NAME + "'"
              : "SELECT set_config('crossfade.pass', '" + NAME + "', true)");
      assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
      connection.commit();
    }
  }

  private static List<RowDiffers> told(BankMove move, int after) {
    return later(move, after).stream()
        .filter(RowDiffers.class::isInstance)
        .map(RowDiffers.class::cast)
        .toList();
  }

  private static List<MigrationEvent> later(BankMove move, int after) {
    List<MigrationEvent> all =
        move.store().events().events(NAME).stream().map(Recorded::event).toList();
    return all.subList(after, all.size());
  }
}
