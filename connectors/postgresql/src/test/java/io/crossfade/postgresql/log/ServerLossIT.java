package io.crossfade.postgresql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.ChangeStream;
import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Snapshot;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.KeyRange;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Secret;
import io.crossfade.model.Table;
import io.crossfade.model.TableMapping;
import io.crossfade.postgresql.copy.PostgresReader;
import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed, and one that has thrown away its log. */
class ServerLossIT {
  @TempDir Path directory;

  private EmbeddedPostgres server;
  private LogFixture fixture;
  private Table note;

  @BeforeEach
  void start() {
    server =
        EmbeddedPostgres.start(
            18,
            directory.resolve("data"),
            true,
            Map.of("max_slot_wal_keep_size", "'32MB'", "wal_writer_delay", "'10s'"));
    fixture =
        new LogFixture(new Endpoint(server.jdbcUrl("postgres"), server.user(), new Secret("")));
    fixture.execute("CREATE TABLE note (id bigint PRIMARY KEY, body text)");
    note = fixture.table("note");
  }

  @AfterEach
  void stop() {
    fixture.close();
    server.close();
  }

  @Test
  void aKilledServerGoesOnWhereTheStreamWas() {
    ChangeStream stream = fixture.retainAndOpen(note);
    fixture.execute("INSERT INTO note VALUES (1)", "INSERT INTO note VALUES (2)");
    List<LoggedTransaction> told = fixture.drain(stream);
    stream.confirm(told.get(0).end());
    fixture.execute("INSERT INTO note VALUES (3)");
    server.kill();
    assertThatThrownBy(() -> LogFixture.await(() -> nothingYet(stream)))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_FAILED));
    stream.close();
    server.restart();
    ChangeStream again = fixture.open(told.get(1).end(), note);
    fixture.execute("INSERT INTO note VALUES (4)");
    assertThat(fixture.drain(again)).flatExtracting(LoggedTransaction::changes).hasSize(2);
  }

  /** It waits for readers to confirm what they have read, which a reader may only do later. */
  @Test
  void aServerStopsInOrderAlthoughItsLogIsRead() {
    ChangeStream stream = fixture.retainAndOpen(note);
    fixture.execute("INSERT INTO note VALUES (1)", "INSERT INTO note VALUES (2)");
    List<LoggedTransaction> told = fixture.drain(stream);
    stream.confirm(told.get(0).end());
    LogFixture.await(() ->
        fixture
            .query("SELECT confirmed_flush_lsn FROM pg_replication_slots")
            .equals(told.get(0).end().encode()));
    server.stop();
    assertThatThrownBy(() -> LogFixture.await(() -> nothingYet(stream)))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_FAILED));
    stream.close();
    server.restart();
    assertThat(fixture.drain(fixture.open(told.get(0).end(), note))).hasSize(1);
  }

  /** As when the other side is away: the reader holds as much as it may, and reads no more. */
  @Test
  void aServerStopsInOrderAlthoughNobodyTakesWhatIsRead() {
    ChangeStream stream = fixture.retainAndOpen(note);
    fixture.execute(
        "SET synchronous_commit = off",
        "DO $$ BEGIN FOR n IN 1..21000 LOOP INSERT INTO note VALUES (n); COMMIT; END LOOP; END $$");
    server.stop();
    stream.close();
    server.restart();
    assertThat(fixture.query("SELECT count(*) FROM note")).isEqualTo("21000");
  }

  @Test
  void whatASnapshotHasSeenIsThereAfterTheServerWasKilled() {
    fixture.execute("SET synchronous_commit = off", "INSERT INTO note VALUES (1)");
    List<Row> seen = new ArrayList<>();
    try (Snapshot snapshot = new PostgresReader(fixture.sessions).snapshot(List.of(note))) {
      snapshot.rows(TableMapping.identity(note), KeyRange.ALL, seen::add);
      assertThat(snapshot.end()).isNotNull();
      server.kill();
    }
    server.restart();

    assertThat(seen).hasSize(1);
    assertThat(fixture.query("SELECT count(*) FROM note")).isEqualTo("1");
  }

  @Test
  void saysThatTheServerThrewAwayTheLog() {
    Position begin = fixture.retain(note);
    fixture.execute("INSERT INTO note VALUES (1)");
    LogFixture.await(() -> {
      fixture.execute(
          "SELECT pg_logical_emit_message(false, 'fill', repeat('x', 10000000))",
          "SELECT pg_switch_wal()",
          "CHECKPOINT");
      return fixture.query("SELECT wal_status FROM pg_replication_slots").equals("lost");
    });
    assertThatThrownBy(() -> fixture.open(begin, note))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_LOG_LOST))
        .hasMessageContaining("max_slot_wal_keep_size");
    assertThatThrownBy(() -> fixture.retain(note)).hasMessageContaining("max_slot_wal_keep_size");
  }

  /** False while the stream only gives what it had read before. */
  private static boolean nothingYet(ChangeStream stream) {
    stream.next(Duration.ofMillis(10));
    return false;
  }
}
