package io.crossfade.postgresql.log;

import static io.crossfade.postgresql.TestServer.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.ChangeStream;
import io.crossfade.model.Change;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Key;
import io.crossfade.model.LoggedTransaction;
import io.crossfade.model.Position;
import io.crossfade.model.Row;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stream tells of the changes that were made. */
@ParameterizedClass
@ValueSource(ints = {16, 18})
class PostgresLogIT {
  private static final TableName NOTE = new TableName("public", "note");
  private static final TableName TAG = new TableName("public", "tag");

  @Parameter int majorVersion;

  private LogFixture fixture;
  private Table note;
  private Table tag;

  @BeforeEach
  void makeTables() {
    fixture = new LogFixture(majorVersion);
    fixture.execute(
        "CREATE TABLE note (id bigint PRIMARY KEY, body text, at timestamptz, size int GENERATED ALWAYS AS (length(body)) STORED, price numeric(8,2))",
        "ALTER TABLE note ALTER body SET STORAGE EXTERNAL",
        "CREATE TABLE tag (name text, id uuid PRIMARY KEY)");
    note = fixture.table("note");
    tag = fixture.table("tag");
  }

  @AfterEach
  void release() {
    fixture.close();
  }

  @Test
  void tellsEachKindOfChangeInOrder() {
    ChangeStream stream = fixture.retainAndOpen(note, tag);
    Instant before = Instant.now();
    fixture.execute(
        "INSERT INTO note VALUES (1, 'a', '2026-01-01 01:00+01', DEFAULT, 1), (2, NULL, NULL, DEFAULT, NULL)",
        "UPDATE note SET body = 'b' WHERE id = 1",
        "UPDATE note SET id = 3 WHERE id = 2",
        "DELETE FROM note WHERE id = 3",
        "TRUNCATE note, tag");
    List<LoggedTransaction> told = fixture.drain(stream);
    assertThat(told)
        .extracting(t -> LogFixture.changes(List.of(t)))
        .containsExactly(
            List.of(
                new Change.Insert(NOTE, Row.of("1", "a", "2026-01-01 00:00:00+00", null, "1.00")),
                new Change.Insert(NOTE, Row.of("2", null, null, null, null))),
            List.of(
                new Change.Update(
                    NOTE,
                    Key.of("1"),
                    Key.of("1"),
                    Row.of("1", "b", "2026-01-01 00:00:00+00", null, "1.00"))),
            List.of(
                new Change.Update(
                    NOTE, Key.of("2"), Key.of("3"), Row.of("3", null, null, null, null))),
            List.of(new Change.Delete(NOTE, Key.of("3"))),
            List.of(new Change.Truncate(List.of(NOTE, TAG))));
    assertThat(told).extracting(LoggedTransaction::end).isSorted();
    assertThat(told.get(0).committed())
        .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
  }

  @Test
  void aTransactionOverSeveralTablesIsOne() throws SQLException {
    ChangeStream stream = fixture.retainAndOpen(note, tag);
    long id;
    try (Connection connection = TestServer.connect(fixture.endpoint)) {
      connection.setAutoCommit(false);
      TestServer.execute(connection, "INSERT INTO note VALUES (1)");
      TestServer.execute(
          connection, "INSERT INTO tag VALUES ('x', '00000000-0000-0000-0000-000000000001')");
      TestServer.execute(connection, "UPDATE note SET body = 'z'");
      id = Long.parseLong(query(connection, "SELECT pg_current_xact_id()"));
      connection.commit();
    }
    List<LoggedTransaction> told = fixture.drain(stream);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).id()).isEqualTo(id);
    assertThat(told.get(0).changes()).hasSize(3);
    assertThat(told.get(0).changes())
        .element(1)
        .isEqualTo(new Change.Insert(TAG, Row.of("x", "00000000-0000-0000-0000-000000000001")));
  }

  @Test
  void subtransactionsComeUnderTheTopLevelIdAndWithoutWhatWasRolledBack() throws SQLException {
    ChangeStream stream = fixture.retainAndOpen(note);
    long id;
    try (Connection connection = TestServer.connect(fixture.endpoint)) {
      connection.setAutoCommit(false);
      TestServer.execute(connection, "SAVEPOINT a", "INSERT INTO note VALUES (1)", "SAVEPOINT b");
      TestServer.execute(connection, "INSERT INTO note VALUES (2)", "ROLLBACK TO b");
      TestServer.execute(
          connection,
          "INSERT INTO note VALUES (3)",
          "RELEASE a",
          "SAVEPOINT c",
          "INSERT INTO note VALUES (4)");
      id = Long.parseLong(query(connection, "SELECT pg_current_xact_id()"));
      connection.commit();
      TestServer.execute(connection, "INSERT INTO note VALUES (5)");
      connection.rollback();
    }
    List<LoggedTransaction> told = fixture.drain(stream);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).id()).isEqualTo(id);
    assertThat(told.get(0).changes())
        .extracting(c -> ((Change.Insert) c).row().value(0))
        .containsExactly("1", "3", "4");
  }

  @Test
  void anUnchangedLargeValueIsAbsentAndNeverNull() {
    fixture.execute("INSERT INTO note VALUES (1, repeat('x', 100000))");
    ChangeStream stream = fixture.retainAndOpen(note);
    fixture.execute(
        "UPDATE note SET price = 2 WHERE id = 1", "UPDATE note SET id = 7 WHERE id = 1");
    BitSet body = new BitSet();
    body.set(1);
    List<Change> told = LogFixture.changes(fixture.drain(stream));
    assertThat(told)
        .containsExactly(
            new Change.Update(
                NOTE,
                Key.of("1"),
                Key.of("1"),
                Row.partial(new String[] {"1", null, null, null, "2.00"}, body)),
            new Change.Update(
                NOTE,
                Key.of("1"),
                Key.of("7"),
                Row.partial(new String[] {"7", null, null, null, "2.00"}, (BitSet) body.clone())));
  }

  @Test
  void aWholeOldRowFillsAnUnchangedLargeValue() {
    fixture.execute(
        "CREATE TABLE full_row (id int PRIMARY KEY, body text, n int)",
        "ALTER TABLE full_row ALTER body SET STORAGE EXTERNAL, REPLICA IDENTITY FULL",
        "INSERT INTO full_row VALUES (1, repeat('y', 100000), 1)");
    ChangeStream stream = fixture.retainAndOpen(fixture.table("full_row"));
    fixture.execute("UPDATE full_row SET n = 2");
    TableName name = new TableName("public", "full_row");
    assertThat(fixture.drain(stream).get(0).changes())
        .containsExactly(
            new Change.Update(
                name, Key.of("1"), Key.of("1"), Row.of("1", "y".repeat(100_000), "2")));
  }

  @Test
  void ourOwnTransactionsComeWithoutChanges() {
    ChangeStream stream = fixture.retainAndOpen(note);
    fixture.execute(
        "BEGIN; SELECT pg_logical_emit_message(true, 'crossfade', '"
            + fixture.migration
            + "/REVERSE'); INSERT INTO note VALUES (1); COMMIT",
        "BEGIN; SELECT pg_logical_emit_message(true, 'crossfade', '"
            + fixture.migration
            + "/FORWARD'); INSERT INTO note VALUES (2); COMMIT");
    List<LoggedTransaction> told = fixture.drain(stream);
    assertThat(told).hasSize(2);
    assertThat(told.get(0).mark()).isEqualTo(fixture.echo);
    assertThat(told.get(0).changes()).isEmpty();
    assertThat(told.get(1).mark()).isNull();
    assertThat(told.get(1).changes()).hasSize(1);
  }

  @Test
  void aMarkerMovesAnIdleStreamAndNeverPastWhatWaits() {
    ChangeStream stream = fixture.retainAndOpen(note);
    Position before = stream.readThrough();
    fixture.execute("INSERT INTO note VALUES (1)");
    Position marker = fixture.log.marker(fixture.migration);
    assertThat(fixture.log.distance(before, marker)).isPositive();
    Position seen = null;
    while (seen == null) {
      assertThat(stream.readThrough().isAtLeast(marker)).isFalse();
      LoggedTransaction next = stream.next(LogFixture.SOON);
      seen = next == null || next.changes().isEmpty() ? null : next.end();
    }
    LogFixture.await(() -> {
      stream.next(Duration.ofMillis(10));
      return stream.readThrough().isAtLeast(marker);
    });
  }

  @Test
  void logOfOtherDatabasesAndTablesMovesTheStreamToo() {
    fixture.execute("CREATE TABLE other (id int)");
    ChangeStream stream = fixture.retainAndOpen(note);
    fixture.execute("INSERT INTO other SELECT generate_series(1, 1000)");
    Position end = fixture.log.end();
    LogFixture.await(() -> {
      assertThat(stream.next(Duration.ofMillis(10))).isNull();
      // The end may lie behind a page's header, where no record has ended yet.
      return fixture.log.distance(stream.readThrough(), end) <= 64;
    });
  }

  @Test
  void aReopenedStreamRepeatsNothingAndMissesNothing() {
    Position begin = fixture.retain(note);
    fixture.execute(
        "INSERT INTO note VALUES (1)",
        "INSERT INTO note VALUES (2)",
        "INSERT INTO note VALUES (3)");
    ChangeStream stream = fixture.open(begin, note);
    List<LoggedTransaction> all = fixture.drain(stream);
    stream.close();
    assertThat(all).hasSize(3);
    for (int read = 0; read <= 3; read++) {
      Position from = read == 0 ? begin : all.get(read - 1).end();
      try (ChangeStream again = fixture.open(from, note)) {
        assertThat(again.readThrough()).isEqualTo(from);
        assertThat(fixture.drain(again)).isEqualTo(all.subList(read, 3));
      }
    }
  }

  @Test
  void tellsALargeTransactionWhole() {
    ChangeStream stream = fixture.retainAndOpen(note);
    fixture.execute(
        "INSERT INTO note SELECT i, 'body ' || i FROM generate_series(1, 200000) i",
        "INSERT INTO note VALUES (0)");
    List<LoggedTransaction> told = fixture.drain(stream);
    assertThat(told).hasSize(2);
    assertThat(told.get(0).changes()).hasSize(200_000);
    assertThat(told.get(0).changes())
        .last()
        .isEqualTo(new Change.Insert(NOTE, Row.of("200000", "body 200000", null, null, null)));
  }

  @Test
  void tellsPreparedTransactionsWhenTheyAreCommitted() {
    ChangeStream stream = fixture.retainAndOpen(note);
    String gid = "'" + fixture.migration + "'";
    fixture.execute("BEGIN; INSERT INTO note VALUES (1); PREPARE TRANSACTION " + gid);
    assertThat(fixture.drain(stream)).isEmpty();
    fixture.execute("COMMIT PREPARED " + gid);
    assertThat(fixture.drain(stream)).hasSize(1);
  }

  @Test
  void refusesToGoOnWhenATableHasChanged() {
    ChangeStream stream = fixture.retainAndOpen(note, tag);
    fixture.execute(
        "INSERT INTO note VALUES (1)",
        "ALTER TABLE note ADD more text",
        "INSERT INTO note VALUES (2)");
    LogFixture.await(() -> stream.next(Duration.ofMillis(10)) != null);
    schemaChanged(stream, "column more of public.note was added");
  }

  @Test
  void noticesAChangedTypeAndARename() {
    Position begin = fixture.retain(note, tag);
    ChangeStream stream = fixture.open(begin, note, tag);
    fixture.execute(
        "ALTER TABLE note ALTER price TYPE numeric(10,2)", "INSERT INTO note VALUES (1)");
    schemaChanged(
        stream, "column price of public.note is now of type numeric(10,2), it was numeric(8,2)");
    stream.close();
    fixture.execute(
        "ALTER TABLE note ALTER price TYPE numeric(8,2)", "ALTER TABLE note RENAME TO renamed");
    assertThatThrownBy(() -> fixture.open(begin, note, tag)).hasMessageContaining("[public.note]");
  }

  @Test
  void noticesATableThatWasMadeAnewAndIsNoLongerPublished() {
    ChangeStream stream = fixture.retainAndOpen(note, tag);
    fixture.execute(
        "DROP TABLE tag",
        "CREATE TABLE tag (name text, id uuid PRIMARY KEY)",
        "INSERT INTO tag VALUES ('x', gen_random_uuid())");
    schemaChanged(stream, "changes of [public.tag] are no longer published");
  }

  private static void schemaChanged(ChangeStream stream, String message) {
    assertThatThrownBy(() -> LogFixture.await(() -> stream.next(Duration.ofMillis(10)) != null))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_SCHEMA_CHANGED))
        .hasMessageContaining(message);
  }
}
