package io.crossfade.mysql.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.connector.Sequences.Last;
import io.crossfade.model.Column;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Table;
import io.crossfade.model.TableName;
import io.crossfade.mysql.TestServer;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.workspace.MySqlWorkspace;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the contract does not ask for: the ends of types, rows that are gone, sequences. */
@Timeout(60)
class MySqlSequencesIT {
  private static final Lease LEASE = new Lease("numbers", "store", 1);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARIADB_10_11")
  void counterDoesNotGoBackToJustBeyondTheRows(MySqlVersion version) {
    Endpoint endpoint = TestServer.newDatabase(version);
    TestServer.execute(
        endpoint,
        "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, v int)",
        "INSERT INTO t VALUES (500, 1)",
        "DELETE FROM t");
    Table table = numbered(endpoint, "int");

    try (Sessions sessions = new Sessions(endpoint)) {
      new MySqlWorkspace(sessions).take(LEASE);
      MySqlSequences sequences = new MySqlSequences(sessions);
      assertThat(sequences.read(List.of(table))).containsExactly(last(table, 500));
      assertThat(sequences.highest(List.of(table), Duration.ofSeconds(5))).isEmpty();
      sequences.leap(LEASE, List.of(last(table, 3)), 10);
      assertThat(sequences.read(List.of(table))).containsExactly(last(table, 500));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARIADB_10_11")
  void counterThatWouldEndWithinTheGapLeavesItOut(MySqlVersion version) {
    Endpoint endpoint = TestServer.newDatabase(version);
    TestServer.execute(
        endpoint, "CREATE TABLE t (id tinyint unsigned AUTO_INCREMENT PRIMARY KEY, v int)");
    Table table = numbered(endpoint, "tinyint unsigned");

    try (Sessions sessions = new Sessions(endpoint)) {
      new MySqlWorkspace(sessions).take(LEASE);
      MySqlSequences sequences = new MySqlSequences(sessions);
      assertThat(sequences.read(List.of(table))).containsExactly(last(table, 0));
      sequences.leap(LEASE, List.of(last(table, 100)), 1000);
      assertThat(sequences.read(List.of(table))).containsExactly(last(table, 100));
      sequences.leap(LEASE, List.of(last(table, 100)), 100);
      assertThat(sequences.read(List.of(table))).containsExactly(last(table, 200));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARIADB_10_11")
  void highestNumberIsNotWaitedForForEver(MySqlVersion version) throws Exception {
    Endpoint endpoint = TestServer.newDatabase(version);
    TestServer.execute(endpoint, "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, v int)");
    Table table = numbered(endpoint, "int");

    try (Sessions sessions = new Sessions(endpoint);
        Connection holder = TestServer.connect(endpoint)) {
      TestServer.execute(holder, "LOCK TABLES t WRITE");
      assertThatThrownBy(
              () -> new MySqlSequences(sessions).highest(List.of(table), Duration.ofMillis(300)))
          .isInstanceOfSatisfying(
              CrossfadeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_PASSED));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MARIADB_11_4")
  void sequencesLeapInTheirDirectionAndNeverBack(MySqlVersion version) {
    Endpoint endpoint = TestServer.newDatabase(version);
    TestServer.execute(
        endpoint,
        "CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT, v int)",
        "CREATE SEQUENCE up NOCACHE",
        "CREATE SEQUENCE down START WITH -1 INCREMENT BY -1 MINVALUE -1000 MAXVALUE -1 NOCACHE",
        "SELECT NEXTVAL(up), NEXTVAL(down)");
    Table table = numbered(endpoint, "int");
    Last up = Last.alone(new TableName(TestServer.name(endpoint), "up"), 1);
    Last down = Last.alone(new TableName(TestServer.name(endpoint), "down"), -1);

    try (Sessions sessions = new Sessions(endpoint)) {
      new MySqlWorkspace(sessions).take(LEASE);
      MySqlSequences sequences = new MySqlSequences(sessions);
      assertThat(sequences.read(List.of(table))).containsExactly(last(table, 0), down, up);
      sequences.leap(LEASE, List.of(up, down, Last.alone(table.name(), 9)), 100);
      sequences.leap(LEASE, List.of(up, down), 5);
    }
    assertThat(TestServer.query(endpoint, "SELECT NEXTVAL(up)")).isEqualTo("102");
    assertThat(TestServer.query(endpoint, "SELECT NEXTVAL(down)")).isEqualTo("-102");
  }

  private static Table numbered(Endpoint endpoint, String type) {
    return new Table(
        new TableName(TestServer.name(endpoint), "t"),
        List.of(
            new Column("id", type, false, null, true, false),
            new Column("v", "int", true, null, false, false)),
        List.of("id"),
        List.of(),
        List.of(),
        0);
  }

  private static Last last(Table table, long value) {
    return new Last(table.name(), "id", value);
  }
}
