package io.crossfade.mysql.fence;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.TableName;
import io.crossfade.mysql.TestServer;
import io.crossfade.mysql.session.Sessions;
import io.crossfade.mysql.workspace.MySqlWorkspace;
import io.crossfade.mysqlservers.MySqlVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways around a fence that the servers offer, and the writers that it has to wait for. */
@Timeout(60)
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MARIADB_10_11")
class MySqlFenceIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final MySqlVersion version;
  private final Endpoint endpoint;
  private final Sessions sessions;
  private final MySqlFence fence;
  private final Lease lease;
  private final List<TableName> both;

  MySqlFenceIT(MySqlVersion version) {
    this.version = version;
    this.endpoint = TestServer.newDatabase(version);
    this.sessions = new Sessions(endpoint);
    this.fence = new MySqlFence(sessions);
    String database = TestServer.name(endpoint);
    this.lease = new Lease("shop_" + database, "store", 1);
    this.both = List.of(new TableName(database, "b"), new TableName(database, "a"));
  }

  @BeforeEach
  void makeTables() {
    new MySqlWorkspace(sessions).take(lease);
    TestServer.execute(
        endpoint,
        "CREATE TABLE a (id int PRIMARY KEY, v int)",
        "CREATE TABLE b (id int PRIMARY KEY, v int)",
        "INSERT INTO b VALUES (1, 1)");
  }

  @AfterEach
  void remove() {
    new MySqlWorkspace(sessions).remove(lease.migration());
    sessions.close();
  }

  @Test
  void passOfAnotherMigrationDoesNotOpenThisFence() throws SQLException {
    fence.raise(lease, both, LONG);

    try (Connection connection = TestServer.connect(endpoint)) {
      TestServer.execute(connection, "SET @crossfade_pass = 'other'");
      assertRefused(connection, "INSERT INTO a VALUES (1, 1)");
    }
  }

  @Test
  void everyStatementThatMeetsARowIsRefused() throws SQLException {
    TestServer.execute(
        endpoint, "CREATE PROCEDURE p() BEGIN DELETE FROM b; END", "CREATE TABLE c (id int)");
    fence.raise(lease, both, LONG);

    try (Connection connection = TestServer.connect(endpoint)) {
      for (String sql :
          List.of(
              "REPLACE INTO b VALUES (1, 2)",
              "INSERT INTO b VALUES (1, 2) ON DUPLICATE KEY UPDATE v = 3",
              "INSERT IGNORE INTO b VALUES (2, 2)",
              "INSERT INTO a SELECT * FROM b",
              "UPDATE b JOIN a ON true SET b.v = 5",
              "UPDATE b LEFT JOIN c ON c.id = b.id SET b.v = 5",
              "DELETE b FROM b",
              "CALL p()")) {
        if (sql.contains("ON true")) {
          TestServer.execute(connection, sql);
        } else {
          assertRefused(connection, sql);
        }
      }
    }
    assertThat(TestServer.query(endpoint, "SELECT v FROM b")).isEqualTo("1");
  }

  /** It is what a first raising would have waited for, with everybody held. */
  @Test
  void preparingWaitsForReadersAndNamesThem() throws SQLException {
    try (Connection reader = TestServer.connect(endpoint)) {
      reader.setAutoCommit(false);
      TestServer.execute(reader, "SELECT * FROM a");

      assertDeadlinePassed(() -> fence.prepare(lease, both, SHORT), "so that triggers can be made");
      TestServer.execute(endpoint, "INSERT INTO a VALUES (1, 1)");
      reader.commit();
    }
    fence.prepare(lease, both, SHORT);
    Lease older = new Lease(lease.migration(), lease.store(), 0);
    assertThatThrownBy(() -> fence.prepare(older, both, SHORT)).hasMessageContaining("lease");
    assertThat(fence.isRaised(lease.migration())).isFalse();
  }

  /** As docs/mysql.md says. */
  @Test
  void truncatePasses() {
    fence.raise(lease, both, LONG);

    TestServer.execute(endpoint, "TRUNCATE TABLE b");

    assertThat(TestServer.query(endpoint, "SELECT COUNT(*) FROM b")).isEqualTo("0");
  }

  @Test
  void whoHasNoRightsOnOurDatabaseIsServedAllTheSame() throws SQLException {
    String user = "app_" + TestServer.name(endpoint);
    TestServer.execute(
        endpoint,
        "CREATE USER " + user + "@'127.0.0.1'",
        "GRANT ALL ON " + TestServer.name(endpoint) + ".* TO " + user + "@'127.0.0.1'");
    fence.raise(lease, both, LONG);
    try (Connection connection = TestServer.connect(endpoint, user)) {
      assertRefused(connection, "INSERT INTO a VALUES (1, 1)");
      fence.lift(lease, both);
      TestServer.execute(connection, "INSERT INTO a VALUES (1, 1)");
    }
  }

  @Test
  void preparedTransactionIsWaitedForAndNamed() throws SQLException {
    String name = prepare();

    assertDeadlinePassed(() -> fence.raise(lease, both, SHORT), "prepared");
    assertThat(fence.isRaised(lease.migration())).isFalse();
    assertDeadlinePassed(() -> fence.raise(lease, both, SHORT), "prepared");

    TestServer.execute(endpoint, "XA ROLLBACK " + name);
    fence.raise(lease, both, LONG);
  }

  @Test
  void preparedTransactionIsWaitedForWhereTheTriggersWereThereBefore() throws SQLException {
    fence.raise(lease, both, LONG);
    fence.lift(lease, both);
    String name = prepare();

    assertDeadlinePassed(() -> fence.raise(lease, both, SHORT), "prepared");

    TestServer.execute(endpoint, "XA COMMIT " + name);
    fence.raise(lease, both, LONG);
  }

  /** Where it gives its lock on the fence's row back, we find it by those in the table. */
  @Test
  void transactionThatIsPreparedWhileItIsWaitedForIsFound() throws Exception {
    fence.raise(lease, both, LONG);
    fence.lift(lease, both);
    String name = "'" + TestServer.name(endpoint) + "'";
    CompletableFuture<Void> raised;
    try (Connection connection = TestServer.connect(endpoint)) {
      TestServer.execute(connection, "XA START " + name, "INSERT INTO a VALUES (7, 7)");
      raised = CompletableFuture.runAsync(() -> fence.raise(lease, both, Duration.ofSeconds(3)));
      await(
          "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'", "1");
      TestServer.execute(connection, "XA END " + name, "XA PREPARE " + name);
    }
    try {
      assertThatThrownBy(() -> raised.get(30, SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("prepared");
      assertThat(fence.isRaised(lease.migration())).isFalse();
    } finally {
      TestServer.execute(endpoint, "XA COMMIT " + name);
    }
    fence.raise(lease, both, LONG);
  }

  /** Its session is gone: only the engine still knows what it has locked. */
  private String prepare() throws SQLException {
    String name = "'" + TestServer.name(endpoint) + "'";
    try (Connection connection = TestServer.connect(endpoint)) {
      TestServer.execute(
          connection,
          "XA START " + name,
          "INSERT INTO a VALUES (7, 7)",
          "XA END " + name,
          "XA PREPARE " + name);
    }
    return name;
  }

  /** Who waits for whom is a circle only if we do not give way. */
  @Test
  void writerOfTwoTablesGoesOnWhileItIsWaitedFor() throws Exception {
    try (Connection writer = TestServer.connect(endpoint)) {
      writer.setAutoCommit(false);
      TestServer.execute(writer, "UPDATE b SET v = 2");
      CompletableFuture<Void> raised =
          CompletableFuture.runAsync(() -> fence.raise(lease, both, LONG));
      awaitTriggers("a", 3);
      for (int row = 1; row < 20; row++) {
        TestServer.execute(writer, "INSERT INTO a VALUES (" + row + ", 1)");
      }
      assertThat(raised).isNotDone();
      writer.commit();
      raised.get(30, SECONDS);
    }
    assertThat(fence.isRaised(lease.migration())).isTrue();
    assertThat(TestServer.query(endpoint, "SELECT COUNT(*) FROM a")).isEqualTo("19");
  }

  @Test
  void fenceThatIsLiftedWhileItIsRaisedStaysLifted() throws Exception {
    try (Connection writer = TestServer.connect(endpoint)) {
      writer.setAutoCommit(false);
      TestServer.execute(writer, "UPDATE b SET v = 2");
      CompletableFuture<Void> raised =
          CompletableFuture.runAsync(() -> fence.raise(lease, both, LONG));
      awaitTriggers("a", 3);
      fence.lift(lease, both);
      writer.commit();

      assertThatThrownBy(() -> raised.get(30, SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("was lifted while");
    }
    assertThat(fence.isRaised(lease.migration())).isFalse();
    TestServer.execute(endpoint, "INSERT INTO a VALUES (1, 1)");
  }

  @Test
  void otherSideOnTheSameServerHasAFenceOfItsOwn() {
    Endpoint other = TestServer.newDatabase(version);
    TestServer.execute(other, "CREATE TABLE a (id int PRIMARY KEY, v int)");
    List<TableName> tables = List.of(new TableName(TestServer.name(other), "a"));
    try (Sessions there = new Sessions(other)) {
      MySqlFence otherFence = new MySqlFence(there);
      otherFence.raise(lease, tables, LONG);

      assertThat(fence.isRaised(lease.migration())).isFalse();
      fence.raise(lease, both, LONG);
      fence.lift(lease, both);
      assertThat(otherFence.isRaised(lease.migration())).isTrue();
      assertThatThrownBy(() -> TestServer.execute(other, "INSERT INTO a VALUES (1, 1)"))
          .hasMessageContaining("closed for writes");
    }
  }

  private void awaitTriggers(String table, int number) {
    String count =
        "SELECT COUNT(*) FROM information_schema.triggers WHERE event_object_schema = DATABASE()"
            + " AND event_object_table = '"
            + table
            + "'";
    await(count, Integer.toString(number));
  }

  private void await(String query, String answer) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!TestServer.query(endpoint, query).equals(answer)) {
      assertThat(System.nanoTime()).as(query).isLessThan(deadline);
      // InnoDB looks at its transactions anew only if nobody has asked for 100 ms.
      LockSupport.parkNanos(MILLISECONDS.toNanos(150));
    }
  }

  private void assertRefused(Connection connection, String sql) {
    assertThatThrownBy(() -> TestServer.execute(connection, sql))
        .as(sql)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"))
        .hasMessageContaining(lease.migration());
  }

  private void assertDeadlinePassed(Runnable raising, String named) {
    assertThatThrownBy(raising::run)
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_PASSED))
        .hasMessageContaining(named);
  }
}
