package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.servers.EmbeddedPostgres;
import io.crossfade.servers.Network;
import io.crossfade.servers.SharedPostgres;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a command, a session, a client and a database end.
class EndsIT {
  private static String database = "";
  private static Rig rig;

  @BeforeAll
  static void start() {
    database = SharedPostgres.newDatabase(18);
    rig = Rig.before(database);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void aRunningQueryIsCancelledAndTheSessionGoesOn() throws Exception {
    try (Connection connection = rig.connect("ApplicationName=cancelled");
        Statement statement = connection.createStatement()) {
      CompletableFuture<String> state = stateOf(statement, "SELECT pg_sleep(60)");
      Rig.await("it runs", () -> count("state = 'active' AND application_name = 'cancelled'") == 1);
      statement.cancel();
      assertThat(state.get(10, TimeUnit.SECONDS)).isEqualTo("57014");
      assertThat(Rig.ask(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  /// Of two sessions only the one whose key it is.
  @Test
  void anotherSessionIsNotCancelled() throws Exception {
    try (Connection mine = rig.connect("ApplicationName=mine");
        Connection other = rig.connect();
        Statement slow = mine.createStatement();
        Statement idle = other.createStatement()) {
      idle.execute("SELECT 1");
      CompletableFuture<String> state = stateOf(slow, "SELECT pg_sleep(0.3)");
      Rig.await("it runs", () -> count("state = 'active' AND application_name = 'mine'") == 1);
      idle.cancel();
      assertThat(state.get(10, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void aSessionThatTheDatabaseEndsIsToldWhy() throws Exception {
    try (Connection connection = rig.connect("ApplicationName=ended");
        Statement statement = connection.createStatement()) {
      CompletableFuture<String> state = stateOf(statement, "SELECT pg_sleep(60)");
      Rig.await("it runs", () -> count("state = 'active' AND application_name = 'ended'") == 1);
      assertThat(count("CASE WHEN application_name = 'ended' THEN pg_terminate_backend(pid) END"))
          .isEqualTo(1);
      assertThat(state.get(10, TimeUnit.SECONDS)).isEqualTo("57P01");
    }
  }

  /// Whatever a dying server still says is passed on; the gateway says the rest.
  @Test
  void aDatabaseThatDiesEndsItsSessionsWithAnError(@TempDir Path directory) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(18, directory.resolve("data"), false);
        Rig before = Rig.before(server.jdbcUrl("postgres"));
        Wire wire = Wire.ready(before.port());
        Wire idle = Wire.ready(before.port())) {
      wire.send('Q', "BEGIN\0");
      wire.await('Z');
      assertThat(before.gateway.sessions()).isEqualTo(2);
      server.kill();
      assertThat(wire.await('E').state()).isIn("08006", "57P01");
      assertThat(wire.ends()).isTrue();
      assertThat(idle.await('E').state()).isIn("08006", "57P01");
      Rig.await("the sessions are over", () -> before.gateway.sessions() == 0);
      assertThatThrownBy(before::connect)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"));
      server.restart();
      before.connect().close();
    }
  }

  /// In the middle of a frame an error would be taken for a part of it.
  @Test
  void aDatabaseThatEndsInTheMiddleOfAFrameIsNotSpokenFor() throws Exception {
    byte[] half = {'D', 0, 0, 0, 100, 0, 1};
    try (GreetingServer server = new GreetingServer(half);
        Rig before = Rig.before(server.url());
        Wire wire = Wire.ready(before.port())) {
      wire.send('Q', "SELECT 1\0");
      assertThat(wire.in.readAllBytes()).isEqualTo(half);
    }
  }

  @Test
  void aDatabaseThatHasSaidWhyItEndsIsNotSpokenFor() throws Exception {
    byte[] error = {'E', 0, 0, 0, 5, 0};
    try (GreetingServer server = new GreetingServer(error);
        Rig before = Rig.before(server.url());
        Wire wire = Wire.ready(before.port())) {
      wire.send('Q', "SELECT 1\0");
      assertThat(wire.in.readAllBytes()).isEqualTo(error);
    }
  }

  @Test
  void aConnectionThatBreaksInATransactionIsTold() throws Exception {
    try (Network network = Network.to(Rig.backend(database).port());
        Rig before = Rig.before(database.replaceFirst(":\\d+/", ":" + network.port() + "/"));
        Wire wire = Wire.ready(before.port())) {
      wire.send('Q', "BEGIN\0");
      wire.await('Z');
      wire.send('Q', "SELECT pg_sleep(60)\0");
      network.close();
      assertThat(wire.await('E').state()).isEqualTo("08006");
      assertThat(wire.ends()).isTrue();
      Rig.await("the session is over", () -> before.gateway.sessions() == 0);
    }
  }

  /// What it has sent before still happens, as it would without a gateway.
  @Test
  void aClientThatHangsUpHasSentWhatItHasSent() throws Exception {
    try (Connection direct = DriverManager.getConnection(database)) {
      Rig.run(direct, "CREATE TABLE sent (id int)");
      for (int i = 0; i < 20; i++) {
        Wire wire = Wire.ready(rig.port());
        wire.send('Q', "INSERT INTO sent VALUES (" + i + ")\0");
        wire.send('X', "");
        wire.close();
      }
      Rig.await("all are there", () -> ask(direct, "SELECT count(*) FROM sent").equals("20"));
    }
  }

  @Test
  void aClientThatHangsUpInATransactionRollsItBackAndLeavesNothing() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      wire.send('Q', "SET application_name = 'vanished'\0");
      wire.await('Z');
      wire.send('Q', "BEGIN; CREATE TABLE never (id int)\0");
      wire.await('Z');
      assertThat(count("application_name = 'vanished'")).isEqualTo(1);
    }
    Rig.await("the database has hung up too", () -> count("application_name = 'vanished'") == 0);
    Rig.await("nothing is in flight", () -> rig.gateway.sessions() == 0);
  }

  /// What a switch waits for is the end in the database.
  @Test
  void whatAClientHasLeftRunningIsInFlightUntilItHasEnded() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      wire.send('Q', "SET application_name = 'left'\0");
      wire.await('Z');
      wire.send('Q', "SELECT pg_sleep(0.5)\0");
      Rig.await("it runs", () -> count("state = 'active' AND application_name = 'left'") == 1);
    }
    rig.awaitNothingInFlight();
    assertThat(count("application_name = 'left'")).isZero();
  }

  /// In the middle of a frame nothing may be put behind it.
  @Test
  void aClientThatHangsUpInTheMiddleOfAFrameLeavesNothing() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      wire.out.writeByte('Q');
      wire.out.writeInt(1000);
      wire.out.writeBytes("SELECT");
      wire.out.flush();
    }
    Rig.await("nothing is left", () -> rig.gateway.sessions() == 0);
  }

  /// Half of the connection is closed: there is nobody who could ask any more.
  @Test
  void aClientThatOnlyStopsSendingIsGone() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      wire.socket.shutdownOutput();
      assertThat(wire.ends()).isTrue();
    }
    Rig.await("nothing is left", () -> rig.gateway.sessions() == 0);
  }

  /// Whoever asks a database to end the process of which he was told ends nobody else.
  @Test
  void theProcessThatAClientIsToldOfDoesNotExist() throws Exception {
    try (Wire wire = new Wire(rig.port())) {
      wire.startup(3 << 16, "user\0postgres\0database\0shop\0\0");
      assertThat(ByteBuffer.wrap(wire.await('K').body()).getInt()).isGreaterThan(1 << 22);
    }
  }

  /// Node's driver waits for the other side to close, and takes a word before that for an error.
  @Test
  void whoSaysGoodbyeHearsNothingMore() throws Exception {
    try (Wire leaving = Wire.ready(rig.port())) {
      leaving.send('X', "");
      assertThat(leaving.in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aGatewayThatIsClosedTellsItsClients() throws Exception {
    Rig closing = Rig.before(database);
    try (Wire wire = Wire.ready(closing.port())) {
      closing.close();
      assertThat(wire.await('E').state()).isEqualTo("57P01");
      assertThat(wire.ends()).isTrue();
    }
  }

  /// The SQLSTATE that it ends with; empty if it is carried out.
  private static CompletableFuture<String> stateOf(Statement statement, String sql) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        statement.execute(sql);
        return "";
      } catch (SQLException e) {
        return String.valueOf(e.getSQLState());
      }
    });
  }

  /// Connections to the database of which this holds.
  private static int count(String condition) {
    try (Connection direct = DriverManager.getConnection(database)) {
      return Integer.parseInt(
          Rig.ask(direct, "SELECT count(*) FROM pg_stat_activity WHERE " + condition));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String ask(Connection connection, String query) {
    try {
      return Rig.ask(connection, query);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
