package io.crossfade.postgresql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.session.Session;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import io.crossfade.postgresql.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsIT {
  private static final String PID = "SELECT pg_backend_pid()";
  private final Endpoint endpoint = TestServer.newDatabase(18);
  private final Sessions sessions = new Sessions(endpoint);

  @AfterEach
  void close() {
    sessions.close();
  }

  @Test
  void givesValuesInCanonicalTextWhateverTheJvmAndTheDatabaseSay() throws SQLException {
    TestServer.execute(
        endpoint, "ALTER ROLE postgres IN DATABASE " + database() + " SET DateStyle = 'German'");
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    try (Session session = sessions.open("t");
        Connection replication = sessions.replication("t").connection()) {
      String sql =
          "SELECT ('2026-01-31 12:00:00+00'::timestamptz, '1 day 02:00'::interval, '\\x01'::bytea)::text";
      assertThat(TestServer.query(session.connection(), sql))
          .isEqualTo("(\"2026-01-31 12:00:00+00\",\"1 day 02:00:00\",\"\\\\x01\")");
      assertThat(TestServer.query(replication, sql))
          .isEqualTo(TestServer.query(session.connection(), sql));
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void lendsAReturnedSessionAgainWithNothingLeftOfItsLastUse() throws SQLException {
    String first;
    try (Session session = sessions.open("shop/copy")) {
      Connection connection = session.connection();
      first = TestServer.query(connection, PID);
      connection.setAutoCommit(false);
      run(connection, "SET TimeZone = 'Asia/Tokyo'; SET session_replication_role = replica");
      run(connection, "CREATE TEMP TABLE left_over (x int)");
      connection.commit();
      run(connection, "SELECT pg_advisory_lock(1)");
      run(connection, "CREATE TABLE public.never (x int)");
    }
    try (Session session = sessions.open("shop/apply")) {
      Connection connection = session.connection();
      assertThat(TestServer.query(connection, PID)).isEqualTo(first);
      assertThat(connection.getAutoCommit()).isTrue();
      assertThat(TestServer.query(connection, "SHOW TimeZone")).isEqualTo("UTC");
      assertThat(TestServer.query(connection, "SHOW session_replication_role")).isEqualTo("origin");
      assertThat(TestServer.query(connection, "SHOW application_name"))
          .isEqualTo("crossfade/shop/apply");
      assertThat(TestServer.query(connection, "SELECT to_regclass('left_over')")).isEqualTo("null");
      assertThat(TestServer.query(connection, "SELECT to_regclass('public.never')"))
          .isEqualTo("null");
      assertThat(
              TestServer.query(
                  connection, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
          .isEqualTo("0");
    }
  }

  @Test
  void replacesASessionThatWasEndedWhileIdle() {
    String first = sessions.call("t", "look", c -> TestServer.query(c, PID));
    TestServer.execute(endpoint, "SELECT pg_terminate_backend(" + first + ", 5000)");
    String second = sessions.call("t", "look", c -> TestServer.query(c, PID));
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void dropsASessionThatBrokeInUse() {
    assertThatThrownBy(() ->
            sessions.call(
                "t",
                "end itself",
                c -> TestServer.query(c, "SELECT pg_terminate_backend(pg_backend_pid())")))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_FAILED));
    assertThat(sessions.<String>call("t", "look", c -> TestServer.query(c, "SELECT 1")))
        .isEqualTo("1");
  }

  @Test
  void saysWhereItCouldNotConnectWithoutTheParameters() {
    Endpoint nowhere =
        new Endpoint("jdbc:postgresql://127.0.0.1:1/shop?password=hush", "joe", new Secret("hush"));
    try (Sessions broken = new Sessions(nowhere)) {
      assertThatThrownBy(() -> broken.open("t"))
          .hasMessageContaining("could not connect as joe on jdbc:postgresql://127.0.0.1:1/shop: ")
          .hasMessageNotContaining("hush");
    }
  }

  private String database() {
    return TestServer.query(endpoint, "SELECT current_database()");
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
