package io.crossfade.postgresql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import io.crossfade.model.Table;
import io.crossfade.postgresql.session.Sessions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** How a stream fares with slow readers, dead predecessors and servers that end it. */
@ParameterizedClass
@ValueSource(ints = {16, 18})
class StreamIT {
  @Parameter int majorVersion;

  private LogFixture fixture;
  private Table note;

  @BeforeEach
  void makeTable() {
    fixture = new LogFixture(majorVersion);
    fixture.execute("CREATE TABLE note (id bigint PRIMARY KEY, body text)");
    note = fixture.table("note");
  }

  @AfterEach
  void release() {
    fixture.close();
  }

  /** 150 MB: more than the stream's queue and the largest buffers of a kernel take together. */
  @Test
  void aStalledReaderKeepsItsConnectionAndItsMemory() {
    fixture.execute(
        "ALTER DATABASE "
            + fixture.query("SELECT current_database()")
            + " SET wal_sender_timeout = '2s'");
    ChangeStream stream = fixture.retainAndOpen(note);
    String pid = walSender();
    for (int i = 0; i < 120; i++) {
      fixture.execute(
          "INSERT INTO note SELECT "
              + i
              + ", string_agg(md5(j::text), '') FROM generate_series(1, 40000) j");
    }
    LogFixture.await(() -> fixture.query(replication("now() - backend_start > '6 s'")).equals("t"));
    assertThat(walSender()).isEqualTo(pid);
    assertThat(fixture.query(replication("sent_lsn < pg_current_wal_lsn()")))
        .as("not all was taken into memory")
        .isEqualTo("t");
    assertThat(fixture.drain(stream)).hasSize(120);
    assertThat(walSender()).isEqualTo(pid);
  }

  @Test
  void nothingIsConfirmedButWhatItIsTold() {
    Position begin = fixture.retain(note);
    ChangeStream stream = fixture.open(begin, note);
    fixture.execute("INSERT INTO note VALUES (1)", "INSERT INTO note VALUES (2)");
    List<LoggedTransaction> told = fixture.drain(stream);
    LogFixture.await(() -> fixture.query(replication("reply_time IS NOT NULL")).equals("t"));
    String reply = fixture.query(replication("reply_time"));
    LogFixture.await(() ->
        fixture
            .query(replication("reply_time > '" + reply + "'::timestamptz + interval '1.2 s'"))
            .equals("t"));
    assertThat(fixture.confirmed()).isEqualTo(begin);
    stream.confirm(told.get(0).end());
    LogFixture.await(() -> !fixture.confirmed().equals(begin));
    assertThat(fixture.confirmed()).isEqualTo(told.get(0).end());
    stream.confirm(told.get(1).end());
    stream.confirm(told.get(0).end());
    stream.close();
    LogFixture.await(() -> fixture.query(replication("1")).isEmpty());
    assertThat(fixture.confirmed()).isEqualTo(told.get(1).end());
  }

  @Test
  void takesTheSlotFromADeadPredecessor() {
    Position begin = fixture.retain(note);
    ChangeStream dead = fixture.open(begin, note);
    ChangeStream stream = fixture.open(begin, note);
    fixture.execute("INSERT INTO note VALUES (1)");
    assertThat(fixture.drain(stream)).hasSize(1);
    failed(ErrorCode.DATABASE_FAILED, "could not read the log", dead);
  }

  @Test
  void leavesTheSlotToASessionThatIsNotOurs() throws SQLException {
    Position begin = fixture.retain(note);
    Sessions others = new Sessions(fixture.endpoint);
    String command =
        "START_REPLICATION SLOT "
            + fixture.slot()
            + " LOGICAL 0/0 (proto_version '1', publication_names 'x')";
    try (ReplicationLink link =
        ReplicationLink.start(others.replication("another/stream"), command)) {
      String held = "SELECT active FROM pg_replication_slots WHERE slot_name = '%s'";
      assertThat(fixture.query(held.formatted(fixture.slot()))).isEqualTo("t");
      assertThatThrownBy(() -> fixture.open(begin, note))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED_NOW))
          .hasMessageContaining("crossfade/another/stream");
    }
  }

  @Test
  void saysThatTheConnectionWasLostAfterWhatCameBefore() {
    ChangeStream stream = fixture.retainAndOpen(note);
    fixture.execute("INSERT INTO note VALUES (1)");
    Position marker = fixture.log.marker(fixture.migration);
    LogFixture.await(
        () -> fixture.query(replication("write_lsn >= '" + marker.encode() + "'")).equals("t"));
    fixture.execute("SELECT pg_terminate_backend(" + walSender() + ")");
    LoggedTransaction first = stream.next(LogFixture.SOON);
    assertThat(first).isNotNull();
    assertThat(first.changes()).hasSize(1);
    failed(ErrorCode.DATABASE_FAILED, "could not read the log", stream);
  }

  /**
   * PostgreSQL 18 only warns and leaves the changes out; that the publication is back soon must not
   * hide it.
   */
  @Test
  void neverTakesALostPublicationForSilence() {
    ChangeStream stream = fixture.retainAndOpen(note);
    fixture.execute(
        "DROP PUBLICATION " + fixture.slot(),
        "INSERT INTO note VALUES (1)",
        "CREATE PUBLICATION " + fixture.slot() + " FOR TABLE note");
    failed(ErrorCode.SOURCE_LOG_LOST, fixture.slot(), stream);
  }

  @Test
  void closesSoonThoughItsQueueIsFull() {
    ChangeStream stream = fixture.retainAndOpen(note);
    for (int i = 0; i < 30; i++) {
      fixture.execute(
          "INSERT INTO note SELECT "
              + i
              + ", string_agg(md5(j::text), '') FROM generate_series(1, 40000) j");
    }
    long begin = System.nanoTime();
    stream.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    LogFixture.await(() -> fixture.query(replication("1")).isEmpty());
  }

  private String walSender() {
    return fixture.query(replication("pid"));
  }

  private String replication(String what) {
    return "SELECT "
        + what
        + " FROM pg_stat_replication WHERE application_name = 'crossfade/"
        + fixture.migration
        + "/stream'";
  }

  private static void failed(ErrorCode code, String message, ChangeStream stream) {
    assertThatThrownBy(
            () -> LogFixture.await(() -> stream.next(Duration.ofMillis(100)) != null && false))
        .isInstanceOfSatisfying(CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }
}
