package io.crossfade.postgresql.fence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Lease;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.TableName;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.Waiting;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.postgresql.workspace.PostgresWorkspace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways around a fence that PostgreSQL offers, and the writers that it has to wait for. */
class PostgresFenceIT {
  private static final Lease LEASE = new Lease("shop", "store", 1);
  private static final List<TableName> BOTH =
      List.of(new TableName("public", "b"), new TableName("public", "a"));
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final Endpoint endpoint = TestServer.newDatabase(18);
  private final Sessions sessions = new Sessions(endpoint);
  private final PostgresFence fence = new PostgresFence(sessions);

  @BeforeEach
  void makeTables() {
    new PostgresWorkspace(sessions).take(LEASE);
    TestServer.execute(
        endpoint, "CREATE TABLE a (id int PRIMARY KEY)", "CREATE TABLE b (id int PRIMARY KEY)");
  }

  @AfterEach
  void close() {
    sessions.close();
  }

  @Test
  void sessionThatSaysItIsAReplicaIsRefused() throws SQLException {
    fence.raise(LEASE, BOTH, LONG);

    try (Connection connection = TestServer.connect(endpoint)) {
      TestServer.execute(connection, "SET session_replication_role = replica");
      assertThatThrownBy(() -> TestServer.execute(connection, "INSERT INTO a VALUES (1)"))
          .hasMessageContaining("closed for writes");
    }
  }

  @Test
  void passOfAnotherMigrationDoesNotOpenThisFence() throws SQLException {
    fence.raise(LEASE, BOTH, LONG);

    try (Connection connection = TestServer.connect(endpoint)) {
      TestServer.execute(connection, "SET crossfade.pass = 'other'");
      assertThatThrownBy(() -> TestServer.execute(connection, "INSERT INTO a VALUES (1)"))
          .hasMessageContaining("closed for writes");
    }
  }

  @Test
  void copyAndCascadeAndFunctionsAreRefused() throws SQLException {
    TestServer.execute(
        endpoint,
        "CREATE TABLE child (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE)",
        "INSERT INTO a VALUES (1)",
        "INSERT INTO child VALUES (1, 1)");
    fence.raise(LEASE, List.of(new TableName("public", "child")), LONG);

    try (Connection connection = TestServer.connect(endpoint)) {
      for (String sql :
          List.of(
              "DELETE FROM a",
              "TRUNCATE a CASCADE",
              "WITH x AS (DELETE FROM child RETURNING id) SELECT * FROM x",
              "MERGE INTO child USING a ON false WHEN NOT MATCHED THEN INSERT VALUES (2, 1)",
              "DO 'BEGIN UPDATE child SET a = NULL; END'")) {
        assertThatThrownBy(() -> TestServer.execute(connection, sql))
            .as(sql)
            .hasMessageContaining("closed for writes");
      }
    }
  }

  @Test
  void preparedTransactionIsWaitedForAndNamed() {
    TestServer.execute(
        endpoint, "BEGIN", "INSERT INTO a VALUES (1)", "PREPARE TRANSACTION 'forgotten'");

    assertThatThrownBy(() -> fence.raise(LEASE, BOTH, SHORT))
        .isInstanceOf(CrossfadeException.class)
        .hasMessageContaining("prepared transaction");

    TestServer.execute(endpoint, "ROLLBACK PREPARED 'forgotten'");
    fence.raise(LEASE, BOTH, LONG);
  }

  @Test
  void inADeadlockTheApplicationWins() throws Exception {
    try (Connection writer = TestServer.connect(endpoint);
        Connection observer = TestServer.connect(endpoint)) {
      writer.setAutoCommit(false);
      TestServer.execute(writer, "INSERT INTO b VALUES (1)");
      CompletableFuture<Boolean> raised =
          Waiting.start(() -> {
            fence.raise(LEASE, BOTH, LONG);
            return true;
          });
      for (int row = 1; row < 20; row++) {
        Waiting.untilBlocked(observer, "/fence");
        TestServer.execute(writer, "INSERT INTO a VALUES (" + row + ")");
      }
      assertThat(raised).isNotDone();
      writer.commit();

      assertThat(raised.get(30, SECONDS)).isTrue();
    }
    assertThat(fence.isRaised("shop")).isTrue();
    assertThat(TestServer.query(endpoint, "SELECT count(*) FROM a")).isEqualTo("19");
  }

  @Test
  void liftingWaitsForARaisingWhoseCommitIsInDoubt() throws Exception {
    try (Connection inDoubt = TestServer.connect(endpoint);
        Connection observer = TestServer.connect(endpoint)) {
      inDoubt.setAutoCommit(false);
      TestServer.execute(
          inDoubt,
          "INSERT INTO crossfade.fence VALUES ('shop', 1, 0)",
          FenceTriggers.create("shop", 1, BOTH));
      CompletableFuture<Boolean> lifted =
          Waiting.start(() -> {
            fence.lift(LEASE, BOTH);
            return true;
          });
      Waiting.untilBlocked(observer, "/fence");
      inDoubt.commit();

      assertThat(lifted.get(30, SECONDS)).isTrue();
    }
    assertThat(fence.isRaised("shop")).isFalse();
    TestServer.execute(endpoint, "INSERT INTO a VALUES (1)");
  }

  /** As with more tables than are locked together. */
  @Test
  void fenceOfWhichOnlyAPartIsDoneDoesNotCountAsRaised() throws SQLException {
    PostgresFence inParts = new PostgresFence(sessions, 1);
    try (Connection writer = TestServer.connect(endpoint)) {
      writer.setAutoCommit(false);
      TestServer.execute(writer, "INSERT INTO b VALUES (1)");
      assertThatThrownBy(() -> inParts.raise(LEASE, BOTH, SHORT))
          .hasMessageContaining("did not end");
      assertRefused("INSERT INTO a VALUES (1)");
      assertThat(fence.isRaised("shop")).isFalse();
      writer.commit();
    }

    inParts.raise(LEASE, BOTH, LONG);
    assertThat(fence.isRaised("shop")).isTrue();
    assertRefused("INSERT INTO a VALUES (1)");
    assertRefused("INSERT INTO b VALUES (2)");

    fence.lift(LEASE, BOTH);
    TestServer.execute(endpoint, "INSERT INTO a VALUES (1)", "INSERT INTO b VALUES (2)");
  }

  @Test
  void partOfAFenceIsLiftedToo() throws SQLException {
    try (Connection writer = TestServer.connect(endpoint)) {
      writer.setAutoCommit(false);
      TestServer.execute(writer, "INSERT INTO b VALUES (1)");
      assertThatThrownBy(() -> new PostgresFence(sessions, 1).raise(LEASE, BOTH, SHORT))
          .hasMessageContaining("did not end");
      assertRefused("INSERT INTO a VALUES (1)");

      fence.lift(LEASE, BOTH);

      TestServer.execute(endpoint, "INSERT INTO a VALUES (1)");
    }
  }

  private void assertRefused(String sql) {
    assertThatThrownBy(() -> TestServer.execute(endpoint, sql))
        .hasMessageContaining("closed for writes");
  }

  @Test
  void liftingWaitsForNoReader() throws SQLException {
    fence.raise(LEASE, BOTH, LONG);
    try (Connection reader = TestServer.connect(endpoint)) {
      reader.setAutoCommit(false);
      TestServer.execute(reader, "SELECT FROM a", "SELECT FROM b");

      fence.lift(LEASE, BOTH);

      TestServer.execute(endpoint, "INSERT INTO a VALUES (1)");
    }
  }

  @Test
  void whatWasLiftedWhollyIsNotLookedAtAnyMoreUntilItIsRaisedAnew() throws SQLException {
    fence.raise(LEASE, BOTH, LONG);
    assertThat(triggers()).isEqualTo("AA");

    fence.liftWholly(LEASE, BOTH);

    assertThat(triggers()).isEqualTo("DD");
    TestServer.execute(endpoint, "INSERT INTO a VALUES (1)");
    fence.raise(LEASE, BOTH, LONG);
    assertThatThrownBy(() -> TestServer.execute(endpoint, "INSERT INTO a VALUES (2)"))
        .hasMessageContaining("closed for writes");
  }

  @Test
  void liftingWhollyWaitsForNoWriterEither() throws SQLException {
    fence.raise(LEASE, BOTH, LONG);
    fence.lift(LEASE, BOTH);
    try (Connection writer = TestServer.connect(endpoint)) {
      writer.setAutoCommit(false);
      TestServer.execute(writer, "INSERT INTO b VALUES (1)");

      fence.liftWholly(LEASE, BOTH);

      assertThat(triggers()).as("they look, and let pass").isEqualTo("AA");
      TestServer.execute(endpoint, "INSERT INTO a VALUES (1)");
    }
  }

  private String triggers() {
    return TestServer.query(
        endpoint,
        "SELECT string_agg(tgenabled::text, '' ORDER BY tgrelid) FROM pg_trigger WHERE NOT tgisinternal");
  }
}
