package io.crossfade.postgresql.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.Direction;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import io.crossfade.model.Table;
import io.crossfade.postgresql.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server keeps, from where, and for how long. */
@ParameterizedClass
@ValueSource(ints = {16, 18})
class RetentionIT {
  private static final Duration SHORT = Duration.ofMillis(300);

  @Parameter int majorVersion;

  private LogFixture fixture;
  private Table note;

  @BeforeEach
  void makeTable() {
    fixture = new LogFixture(majorVersion);
    fixture.execute(
        "CREATE TABLE note (id bigint PRIMARY KEY)", "CREATE TABLE more (id bigint PRIMARY KEY)");
    note = fixture.table("note");
  }

  @AfterEach
  void release() {
    fixture.close();
  }

  @Test
  void retainingAgainChangesNothing() {
    Position first = fixture.retain(note);
    fixture.execute("INSERT INTO note VALUES (1)");
    assertThat(fixture.retain(note)).isEqualTo(first);
    assertThat(fixture.drain(fixture.open(first, note))).hasSize(1);
  }

  @Test
  void aPublicationIsSetToTheWantedTables() {
    fixture.retain(note);
    Table more = fixture.table("more");
    Position begin = fixture.retain(note, more);
    fixture.execute("INSERT INTO more VALUES (1)");
    assertThat(fixture.drain(fixture.open(begin, note, more))).hasSize(1);
  }

  @Test
  void aTablePublishedInPartIsPublishedWholeAgain() {
    Position begin = fixture.retain(note);
    String alter = "ALTER PUBLICATION \"" + fixture.slot() + "\" SET ";
    for (String part : List.of("TABLE note WHERE (id > 5)", "(publish = 'insert')")) {
      fixture.execute(alter + part);
      refused(
          ErrorCode.SOURCE_SCHEMA_CHANGED, "no longer published", () -> fixture.open(begin, note));
      fixture.retain(note);
      fixture.open(begin, note).close();
    }
  }

  @Test
  void waitsForTransactionsThatWereUnderWayBeforeTheSlotIsMade() throws SQLException {
    try (Connection writer = TestServer.connect(fixture.endpoint)) {
      String pid = writes(writer);
      refused(
          ErrorCode.DEADLINE_PASSED,
          "process " + pid + " (application 'billing'",
          () -> retain(SHORT));
      assertThat(fixture.log.retainedFrom(fixture.migration, Direction.FORWARD)).isEmpty();
      writer.commit();
    }
    retain(LogFixture.SOON);
  }

  @Test
  void waitsForTransactionsThatWereUnderWayWhenTheSlotWasMade() throws SQLException {
    fixture.retain(note);
    try (Connection writer = TestServer.connect(fixture.endpoint)) {
      String pid = writes(writer);
      refused(
          ErrorCode.DEADLINE_PASSED,
          "process " + pid + " (application 'billing'",
          () -> retain(SHORT));
      TestServer.execute(writer, "PREPARE TRANSACTION '" + fixture.migration + "'");
      writer.commit();
    }
    refused(
        ErrorCode.DEADLINE_PASSED,
        "prepared transaction '" + fixture.migration + "'",
        () -> retain(SHORT));
    fixture.execute("COMMIT PREPARED '" + fixture.migration + "'");
    retain(LogFixture.SOON);
  }

  @Test
  void refusesToBeginBeforeWhatWasGivenUp() {
    ChangeStream stream = fixture.retainAndOpen(note);
    fixture.execute("INSERT INTO note VALUES (1)", "INSERT INTO note VALUES (2)");
    List<LoggedTransaction> told = fixture.drain(stream);
    stream.confirm(told.get(1).end());
    stream.close();
    LogFixture.await(() -> fixture.confirmed().equals(told.get(1).end()));
    refused(
        ErrorCode.SOURCE_LOG_LOST,
        "was already given up",
        () -> fixture.open(told.get(0).end(), note));
    assertThat(fixture.drain(fixture.open(told.get(1).end(), note))).isEmpty();
  }

  @Test
  void givesUpWhatItIsToldToAndNoMore() {
    ChangeStream stream = fixture.retainAndOpen(note);
    fixture.execute("INSERT INTO note VALUES (1)", "INSERT INTO note VALUES (2)");
    Position first = fixture.drain(stream).get(0).end();
    stream.close();
    fixture.log.forget(fixture.migration, Direction.FORWARD, first);
    assertThat(fixture.confirmed()).isEqualTo(first);
    fixture.log.forget(fixture.migration, Direction.FORWARD, Lsn.ZERO);
    assertThat(fixture.confirmed()).isEqualTo(first);
    assertThat(fixture.drain(fixture.open(first, note))).hasSize(1);
  }

  @Test
  void givesUpLogThatWasNotFlushedYet() {
    fixture.retain(note);
    fixture.execute("SET synchronous_commit = off; INSERT INTO note VALUES (1)");
    Position end = fixture.log.end();
    fixture.log.forget(fixture.migration, Direction.FORWARD, end);
    assertThat(fixture.confirmed().isAtLeast(end)).isTrue();
    assertThat(fixture.drain(fixture.open(end, note))).isEmpty();
  }

  @Test
  void refusesAPlaceThatDoesNotExist() {
    fixture.retain(note);
    Position beyond = new Lsn(((Lsn) fixture.log.end()).value() + (1L << 40));
    refused(ErrorCode.SOURCE_LOG_LOST, "does not exist", () -> fixture.open(beyond, note));
  }

  @Test
  void refusesWithoutSlotOrPublication() {
    Position begin = fixture.retain(note);
    fixture.execute("DROP PUBLICATION \"" + fixture.slot() + "\"");
    refused(
        ErrorCode.SOURCE_LOG_LOST,
        "publication " + fixture.slot() + " is gone",
        () -> fixture.open(begin, note));
    fixture.execute("SELECT pg_drop_replication_slot('" + fixture.slot() + "')");
    refused(
        ErrorCode.SOURCE_LOG_LOST,
        "slot " + fixture.slot() + " is gone",
        () -> fixture.open(begin, note));
  }

  @Test
  void releasesRepeatedlyEvenAnOpenStream() {
    fixture.retainAndOpen(note);
    fixture.log.release(fixture.migration, Direction.FORWARD);
    fixture.log.release(fixture.migration, Direction.FORWARD);
    assertThat(fixture.log.retainedFrom(fixture.migration, Direction.FORWARD)).isEmpty();
    assertThat(fixture.query("SELECT count(*) FROM pg_publication")).isEqualTo("0");
  }

  @Test
  void waitsUntilTransactionsAreVisible() throws SQLException {
    try (Connection writer = TestServer.connect(fixture.endpoint)) {
      writes(writer);
      long id = Long.parseLong(TestServer.query(writer, "SELECT pg_current_xact_id()"));
      refused(
          ErrorCode.DEADLINE_PASSED,
          "ids: [" + id + "]",
          () -> fixture.log.awaitVisible(List.of(3L, id), SHORT));
      writer.commit();
      assertThatCode(() -> fixture.log.awaitVisible(List.of(3L, id), SHORT))
          .doesNotThrowAnyException();
    }
  }

  private void retain(Duration patience) {
    fixture.log.retain(fixture.migration, Direction.FORWARD, List.of(note), patience);
  }

  /** Returns the process id of the session, in which a transaction is now open. */
  private static String writes(Connection writer) throws SQLException {
    TestServer.execute(writer, "SET application_name = 'billing'");
    writer.setAutoCommit(false);
    TestServer.execute(writer, "INSERT INTO more VALUES (1)");
    return TestServer.query(writer, "SELECT pg_backend_pid()");
  }

  private static void refused(ErrorCode code, String message, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }
}
