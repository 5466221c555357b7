package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KeptLogIT {
  private static final String REST = "throttle: {keptLog: 96MB}";
  private static final String SLOTS = "SELECT count(*) FROM pg_replication_slots";

  private static final String NOISE =
      "SELECT pg_logical_emit_message(false, 'noise', repeat('x', 1 << 20)) FROM generate_series(1, %d)";

  private final TwoDatabases databases = new TwoDatabases();

  @TempDir Path directory;

  @Test
  void theSourcesLogIsGivenUpOverItsLimitAndTheNextRunCopiesAnew() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "hoarder", REST, directory)) {
      live.migration().run();
      try (Connection _ = openTransaction(Side.SOURCE)) {
        write(Side.SOURCE, 60);
        Await.that(() -> live.notes().stream().anyMatch(n -> n.contains("of throttle.keptLog")));
        assertThat(slots(Side.SOURCE, live)).isEqualTo("1");
        write(Side.SOURCE, 60);

        assertEndsWithoutLog(live, "the SOURCE kept", "`crossfade run` copies all rows anew");
      }
      assertThat(slots(Side.SOURCE, live)).as("the disk has room again").isEqualTo("0");
      assertThat(live.open().board().current().reads()).isEqualTo(Side.SOURCE);
      assertThat(live.migration().status().outlook().lastError())
          .startsWith("SOURCE_LOG_LOST: the log for the FORWARD stream was given up");
    }
    databases.sql(
        Side.SOURCE,
        "UPDATE notes SET name = 'changed unseen' WHERE id = 1",
        "DELETE FROM notes WHERE id = 2",
        "INSERT INTO notes (name) VALUES ('new')");
    try (LiveMigration again = LiveMigration.again(databases, "hoarder", REST, directory)) {
      assertThat(again.journal().state().phase()).isEqualTo(Phase.READS_SHIFTED);
      again.migration().run();

      assertHealthy(again, Direction.FORWARD);
      assertThat(again.count(Side.TARGET, "id <> 2")).isEqualTo("2000");
      assertThat(again.count(Side.TARGET, "name = 'changed unseen' OR id = 2")).isEqualTo("1");
    }
  }

  @Test
  void theTargetsLogIsGivenUpBeforeACutoverAndTheNextRunOpensTheWayBackAnew() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "both_ways", REST, directory)) {
      live.migration().run();
      try (Connection _ = openTransaction(Side.TARGET)) {
        write(Side.TARGET, 120);

        assertEndsWithoutLog(live, "the TARGET kept", "`crossfade run` opens the way back anew");
      }
    }
    try (LiveMigration again = LiveMigration.again(databases, "both_ways", REST, directory)) {
      again.migration().run();

      assertHealthy(again, Direction.REVERSE);
      assertThat(again.events().stream().filter(KeptLogIT::isBackfill))
          .as("nothing is copied twice")
          .hasSize(1);
      assertThat(again.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      again.insert(Side.TARGET, "made there");
      assertThat(again.migration().rollback(false).decision()).isEqualTo(Decision.FLIP);
      assertThat(again.count(Side.SOURCE, "name = 'made there'")).isEqualTo("1");
    }
  }

  @Test
  void afterACutoverTheTargetGoesOnServingAndPeopleAreToldThatTheWayBackIsLost() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "kept_one_way", REST, directory)) {
      live.migration().run();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      try (Connection _ = openTransaction(Side.TARGET)) {
        write(Side.TARGET, 120);
        Await.that(() -> live.journal().state().logGivenUp(Direction.REVERSE).isPresent());
        Await.that(() -> slots(Side.TARGET, live).equals("0"));
      }
      live.insert(Side.TARGET, "still served");
      assertThat(live.migration().status().outlook().lastError())
          .startsWith("SOURCE_LOG_LOST: the log for the REVERSE stream was given up")
          .contains("no way back without loss", "rollback --accept-loss");
      assertThatThrownBy(() -> live.migration().rollback(false))
          .isInstanceOfSatisfying(
              CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GATE_REFUSED))
          .hasMessageContaining("rollback --accept-loss");
    }
    try (LiveMigration again = LiveMigration.again(databases, "kept_one_way", REST, directory)) {
      again.migration().run();

      assertThat(again.journal().state().phase()).isEqualTo(Phase.CUT_OVER);
      assertThat(again.migration().status().outlook().lastError())
          .contains("no way back without loss");
      assertThat(again.migration().rollback(true).decision()).isEqualTo(Decision.FLIP);
      assertThat(again.migration().status().outlook().lastError()).contains("crossfade abort");
      again.migration().abort();
    }
  }

  /// Its machine may be gone for good, and the source's disk fills meanwhile.
  @Test
  void theSourcesLogIsGivenUpAlsoWhileTheTargetIsAway() throws Exception {
    try (EmbeddedPostgres target = EmbeddedPostgres.start(18, directory.resolve("target"), false)) {
      TwoDatabases mortal = new TwoDatabases(target);
      try (LiveMigration live =
          LiveMigration.notRunYet(mortal, "kept_for_nobody", REST, directory.resolve("store"))) {
        live.migration().run();
        target.kill();
        mortal.sql(Side.SOURCE, NOISE.formatted(120));

        assertEndsWithoutLog(live, "the SOURCE kept", "`crossfade run` copies all rows anew");
        assertThat(slots(mortal, Side.SOURCE, live)).as("the disk has room again").isEqualTo("0");
        assertThat(live.open().board().current().reads()).isEqualTo(Side.SOURCE);
      }
    }
  }

  /// As where a process is killed in that moment, or is not let: nobody would ever drop it.
  @Test
  void whatWasGivenUpAfterACutoverAndNotDroppedIsDroppedByTheNextProcessWhenItCan()
      throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "kept_still", REST, directory)) {
      live.migration().run();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
    }
    try (LiveMigration again = LiveMigration.again(databases, "kept_still", REST, directory)) {
      again.journal().record(new MigrationEvent.LogGivenUp(Direction.REVERSE, 120, 96));
      assertThat(slots(Side.TARGET, again)).isEqualTo("1");
      again.migration().run();
      Await.that(() -> slots(Side.TARGET, again).equals("0"));

      again.insert(Side.TARGET, "still served");
      assertThat(again.migration().status().outlook().lastError())
          .contains("no way back without loss");
    }
  }

  /// All tries may fail while the server is in trouble; here because our role has lost a right.
  @Test
  void whatCannotBeDroppedAtOnceIsTriedAgainAndPeopleAreTold() throws Exception {
    try (LiveMigration live = LiveMigration.notRunYet(databases, "kept_hard", REST, directory)) {
      live.migration().run();
      assertThat(live.migration().cutover().decision()).isEqualTo(Decision.FLIP);
      databases.sql(Side.TARGET, "ALTER ROLE mover NOREPLICATION");
      try {
        live.journal().record(new MigrationEvent.LogGivenUp(Direction.REVERSE, 120, 96));
        Await.that(
            () -> live.notes().stream().anyMatch(n -> n.contains("is tried again and again")));
        assertThat(slots(Side.TARGET, live)).isEqualTo("1");
      } finally {
        databases.sql(Side.TARGET, "ALTER ROLE mover REPLICATION");
      }
      Await.that(() -> slots(Side.TARGET, live).equals("0"));
    }
  }

  private static void assertEndsWithoutLog(LiveMigration live, String... told) {
    assertThatThrownBy(live.migration()::awaitEnd)
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_LOG_LOST))
        .hasMessageContainingAll(told)
        .hasMessageContaining("throttle.keptLog is 96 MB");
  }

  private static void assertHealthy(LiveMigration live, Direction direction) {
    assertThat(live.journal().state().phase()).isEqualTo(Phase.READS_SHIFTED);
    assertThat(live.journal().state().logGivenUp(direction)).isEmpty();
    assertThat(live.migration().status().outlook().lastError()).isNull();
    assertThat(live.migration().verify(false).clean()).isTrue();
  }

  private static boolean isBackfill(MigrationEvent event) {
    return event instanceof MigrationEvent.StepFinished finished
        && finished.step() == StepName.BACKFILL;
  }

  /// What it has begun is told when it ends: until then the log from its beginning on is kept. It
  /// has to stand in the log: a number alone holds nothing back.
  private Connection openTransaction(Side side) throws SQLException {
    Connection open = databases.connect(side);
    open.setAutoCommit(false);
    try (Statement statement = open.createStatement()) {
      statement.execute("SELECT pg_logical_emit_message(true, 'noise', 'begun')");
    }
    return open;
  }

  private void write(Side side, int megabytes) throws SQLException {
    databases.sql(side, NOISE.formatted(megabytes));
  }

  private String slots(Side side, LiveMigration live) {
    return slots(databases, side, live);
  }

  private static String slots(TwoDatabases databases, Side side, LiveMigration live) {
    String slot =
        "crossfade_%s_%s"
            .formatted(
                live.journal().state().migration(), side == Side.SOURCE ? "forward" : "reverse");
    try {
      return databases.one(side, SLOTS + " WHERE slot_name = '" + slot + "'");
    } catch (SQLException e) {
      throw new IllegalStateException("could not count slots", e);
    }
  }
}
