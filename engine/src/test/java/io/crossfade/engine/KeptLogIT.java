package io.crossfade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class KeptLogIT {
  private static final String REST = "throttle: {keptLog: 96MB}";
  private static final String SLOT = "crossfade_hoarder_forward";

  @TempDir Path directory;

  @Test
  void aLogThatGrowsOverItsLimitIsGivenUpAndTheNextRunCopiesAnew() throws Exception {
    TwoDatabases databases = new TwoDatabases();
    try (LiveMigration live = LiveMigration.notRunYet(databases, "hoarder", REST, directory)) {
      live.migration().run();
      try (Connection open = databases.connect(Side.SOURCE)) {
        keepLog(open);
        write(databases, 60);
        Await.that(() -> live.notes().stream().anyMatch(n -> n.contains("of throttle.keptLog")));
        assertThat(slots(databases)).isEqualTo("1");
        write(databases, 60);

        assertThatThrownBy(live.migration()::awaitEnd)
            .isInstanceOfSatisfying(
                CrossfadeException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_LOG_LOST))
            .hasMessageContaining("throttle.keptLog is 96 MB");
        assertThat(slots(databases)).as("the disk has room again").isEqualTo("0");
        assertThat(live.journal().state().progress().logGivenUp(Direction.FORWARD)).isPresent();
        assertThat(live.open().board().current().reads()).isEqualTo(Side.SOURCE);
        assertThat(live.migration().status().outlook().lastError())
            .startsWith("SOURCE_LOG_LOST: the log for the FORWARD stream was given up");
      }
    }
    databases.sql(
        Side.SOURCE,
        "UPDATE notes SET name = 'changed unseen' WHERE id = 1",
        "DELETE FROM notes WHERE id = 2",
        "INSERT INTO notes (name) VALUES ('new')");
    try (LiveMigration again = LiveMigration.again(databases, "hoarder", REST, directory)) {
      assertThat(again.journal().state().phase()).isEqualTo(Phase.READS_SHIFTED);
      again.migration().run();

      assertThat(again.journal().state().phase()).isEqualTo(Phase.READS_SHIFTED);
      assertThat(again.journal().state().progress().logGivenUp(Direction.FORWARD)).isEmpty();
      assertThat(again.migration().status().outlook().lastError()).isNull();
      assertThat(again.count(Side.TARGET, "id <> 2")).isEqualTo("2000");
      assertThat(again.count(Side.TARGET, "name = 'changed unseen' OR id = 2")).isEqualTo("1");
      assertThat(again.migration().verify(false).clean()).isTrue();
    }
  }

  /// A transaction that began is told when it ends: until then the log from its beginning on is
  /// kept.
  private static void keepLog(Connection open) throws SQLException {
    open.setAutoCommit(false);
    try (Statement statement = open.createStatement()) {
      statement.execute("INSERT INTO notes (name) VALUES ('never committed')");
    }
  }

  private static void write(TwoDatabases databases, int megabytes) throws SQLException {
    databases.sql(
        Side.SOURCE,
        "SELECT pg_logical_emit_message(false, 'noise', repeat('x', 1 << 20)) FROM generate_series(1, %d)"
            .formatted(megabytes));
  }

  private static String slots(TwoDatabases databases) throws SQLException {
    return databases.one(
        Side.SOURCE, "SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + SLOT + "'");
  }
}
