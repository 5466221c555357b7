package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.gateway.auth.Credentials;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.auth.Proof;
import io.crossfade.gateway.auth.ScramVerifier;
import io.crossfade.gateway.settings.Limits;
import io.crossfade.servers.EmbeddedPostgres;
import io.crossfade.servers.SharedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is let in here, and how the gateway is let in there.
class LoginIT {
  private static final Proof PENCIL = new Proof.Scram(ScramVerifier.ofPassword("pencil"));
  private static String database = "";

  /// Each of these users has to prove himself to the database in his own way.
  @BeforeAll
  static void askForPasswords() throws SQLException, IOException {
    EmbeddedPostgres server = SharedPostgres.ofVersion(18);
    database = SharedPostgres.newDatabase(18);
    Path rules = server.dataDir().resolve("pg_hba.conf");
    String added =
        "host all scram_user all scram-sha-256\n"
            + "host all md5_user all md5\n"
            + "host all clear_user all password\n";
    Files.writeString(rules, added + Files.readString(rules));
    try (Connection connection = DriverManager.getConnection(database)) {
      Rig.run(connection, "CREATE ROLE scram_user LOGIN PASSWORD 's3cret'");
      Rig.run(connection, "CREATE ROLE clear_user LOGIN PASSWORD 's3cret'");
      Rig.run(connection, "SET password_encryption = 'md5'");
      Rig.run(connection, "CREATE ROLE md5_user LOGIN PASSWORD 's3cret'");
      Rig.run(connection, "SELECT pg_reload_conf()");
    }
    Rig.await("the new rules", LoginIT::passwordsAreAskedFor);
  }

  private static boolean passwordsAreAskedFor() {
    try (Connection connection =
        DriverManager.getConnection(database.replace("user=postgres", "user=md5_user"))) {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scram_user", "md5_user"})
  void theGatewayHasPasswordsOfItsOwn(String there) throws SQLException {
    try (Rig rig = rig(ann(there, "s3cret"))) {
      for (int i = 0; i < 2; i++) {
        try (Connection connection = rig.connectAs("ann", "pencil")) {
          assertThat(Rig.ask(connection, "SELECT current_user")).isEqualTo(there);
        }
      }
    }
  }

  @Test
  void aPasswordIsNotGivenInClearOnAnOpenLine() {
    try (Rig rig = rig(ann("clear_user", "s3cret"))) {
      refused(() -> rig.connectAs("ann", "pencil"), "08004", "only over TLS");
    }
  }

  @Test
  void whatTheGatewayMayNotIsNotTheClientsSecret() {
    try (Rig rig = rig(ann("scram_user", "wrong"))) {
      assertThatThrownBy(() -> rig.connectAs("ann", "pencil"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08004"))
          .hasMessageNotContaining("wrong")
          .hasMessageNotContaining("scram_user");
    }
  }

  @Test
  void aWrongPasswordIsRefusedAsIsAUserThatIsNotThere() {
    try (Rig rig = rig(ann("scram_user", "s3cret"))) {
      refused(() -> rig.connectAs("ann", "pen"), "28P01", "user \"ann\"");
      refused(() -> rig.connectAs("bob", "pencil"), "28P01", "user \"bob\"");
      Rig.await("their seats are free", () -> rig.gateway.sessions() == 0);
    }
  }

  @Test
  void anotherDatabaseIsNotServed() {
    try (Rig rig = Rig.before(database)) {
      refused(
          () ->
              DriverManager.getConnection(
                  "jdbc:postgresql://127.0.0.1:" + rig.port() + "/other?user=postgres"),
          "3D000",
          "other");
    }
  }

  /// The database's own words, for they are about what the client has asked for.
  @Test
  void whatTheDatabaseRefusesIsPassedOn() {
    String missing = database.replaceFirst("/test_\\d+", "/not_there");
    try (Rig rig = Rig.before(missing)) {
      refused(rig::connect, "3D000", "not_there");
    }
    try (Rig rig = Rig.before(database)) {
      refused(() -> rig.connect("options=-c work_mem=much"), "22023", "work_mem");
    }
  }

  @Test
  void aDatabaseThatIsAwayIsNamed() throws IOException {
    int nobody;
    try (ServerSocket closed = new ServerSocket(0)) {
      nobody = closed.getLocalPort();
    }
    try (Rig rig = Rig.before("jdbc:postgresql://127.0.0.1:" + nobody + "/shop")) {
      refused(rig::connect, "08006", "source database");
    }
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNotWaitedForForever() throws IOException {
    Limits limits = new Limits(10, Duration.ofMillis(300), Duration.ofSeconds(5));
    try (ServerSocket silent = new ServerSocket(0);
        Rig rig =
            rig(
                "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/shop",
                Rig.Options.USUAL.with(limits))) {
      refused(rig::connect, "08006", "in time");
    }
  }

  @Test
  void noMoreAreLetInThanThereIsRoomFor() throws SQLException {
    Limits two = new Limits(2, Duration.ofSeconds(5), Duration.ofSeconds(5));
    try (Rig rig = rig(database, Rig.Options.USUAL.with(two))) {
      try (Connection first = rig.connect();
          Connection second = rig.connect()) {
        refused(rig::connect, "53300", "too many");
        assertThat(first.isValid(5)).isTrue();
        assertThat(second.isValid(5)).isTrue();
      }
      Rig.await("room again", () -> rig.gateway.sessions() == 0);
      rig.connect().close();
    }
  }

  private static Login ann(String there, String password) {
    Credentials credentials = new Credentials(there, password);
    return new Login("ann", PENCIL, credentials, credentials);
  }

  private static Rig rig(Login login) {
    return rig(database, Rig.Options.USUAL.with(login));
  }

  private static Rig rig(String url, Rig.Options options) {
    return Rig.before(url, url, options);
  }

  private static void refused(ThrowingCallable connecting, String state, String message) {
    assertThatThrownBy(connecting)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
        .hasMessageContaining(message);
  }
}
