package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.gateway.auth.Credentials;
import io.crossfade.gateway.auth.Login;
import io.crossfade.gateway.auth.Proof;
import io.crossfade.gateway.auth.ScramVerifier;
import io.crossfade.gateway.settings.Backend;
import io.crossfade.gateway.settings.BackendTls;
import io.crossfade.gateway.settings.Backends;
import io.crossfade.gateway.settings.ClientTls;
import io.crossfade.gateway.settings.Limits;
import io.crossfade.servers.EmbeddedPostgres;
import io.crossfade.servers.SharedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Encrypted towards clients, towards databases, and both.
class TlsIT {
  @TempDir private static Path directory = Path.of("");

  private static Certificate local = new Certificate(directory, directory);
  private static Certificate foreign = local;
  private static EmbeddedPostgres server = SharedPostgres.ofVersion(18);

  @BeforeAll
  static void start() throws Exception {
    local = Certificate.make(directory, "127.0.0.1");
    foreign = Certificate.make(directory, "db.example.org");
    server =
        EmbeddedPostgres.start(
            18,
            directory.resolve("data"),
            false,
            Map.of(
                "ssl", "on",
                "ssl_cert_file", "'" + local.certificate() + "'",
                "ssl_key_file", "'" + local.key() + "'"));
    Path rules = server.dataDir().resolve("pg_hba.conf");
    Files.writeString(rules, "hostssl all clear_user all password\n" + Files.readString(rules));
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"))) {
      Rig.run(connection, "CREATE ROLE clear_user LOGIN PASSWORD 's3cret'");
      Rig.run(connection, "SELECT pg_reload_conf()");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void bothWaysAreEncrypted() throws Exception {
    Limits quick = new Limits(10, Duration.ofSeconds(30), Duration.ofMillis(300));
    try (Rig rig = new Rig(behind(local), Rig.Options.USUAL.with(quick).with(tls(true)));
        Connection connection = verified(rig)) {
      assertThat(Rig.ask(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
          .isEqualTo("t");
      assertThat(Rig.ask(connection, "SELECT repeat('x', 3000000)")).hasSize(3_000_000);
      try (Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(1);
        assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      }
      rig.gateway.close();
      refused(() -> Rig.ask(connection, "SELECT 1"), "57P01", "shuts down");
    }
  }

  @Test
  void aPasswordInClearIsGivenToAnEncryptedDatabase() throws Exception {
    Credentials there = new Credentials("clear_user", "s3cret");
    Proof pencil = new Proof.Scram(ScramVerifier.ofPassword("pencil"));
    Login ann = new Login("ann", pencil, there, there);
    try (Rig rig = new Rig(behind(local), Rig.Options.USUAL.with(ann));
        Connection connection = rig.connectAs("ann", "pencil")) {
      assertThat(Rig.ask(connection, "SELECT current_user")).isEqualTo("clear_user");
    }
  }

  /// Somebody in between would have to have the gateway's own key.
  @Test
  void aProofCanBeBoundToTheCertificateThatTheClientSees() throws Exception {
    try (Rig rig = new Rig(behind(local), Rig.Options.USUAL.with(tls(false)).with(ann()))) {
      rig.connectAs("ann", "pencil", "sslmode=require", "channelBinding=require").close();
      rig.connectAs("ann", "pencil", "sslmode=require", "channelBinding=prefer").close();
      rig.connectAs("ann", "pencil", "sslmode=require", "channelBinding=disable").close();
      rig.connectAs("ann", "pencil", "sslmode=disable").close();
      refused(
          () -> rig.connectAs("ann", "pen", "sslmode=require", "channelBinding=require"),
          "28P01",
          "password authentication failed");
    }
  }

  @Test
  void psqlBindsItsProofToo() throws Exception {
    try (Rig rig = new Rig(behind(local), Rig.Options.USUAL.with(tls(true)).with(ann()))) {
      String where =
          "host=127.0.0.1 port=%d user=ann dbname=%s sslmode=verify-full sslrootcert=%s channel_binding=require"
              .formatted(rig.port(), Rig.DATABASE, local.certificate());
      ProcessBuilder psql =
          new ProcessBuilder(
                  ProgramsIT.find("psql"), "-X", "-A", "-t", "-c", "SELECT 'bound'", where)
              .redirectErrorStream(true);
      psql.environment().put("PGPASSWORD", "pencil");
      Process process = psql.start();
      assertThat(process.inputReader().readAllAsString()).isEqualTo("bound\n");
      assertThat(process.waitFor()).isZero();
    }
  }

  @Test
  void aCertificateNamesItsUser() throws Exception {
    Certificate ben = Certificate.make(directory, "ben");
    ClientTls tls = new ClientTls(local.certificate(), local.key(), false, ben.certificate());
    Rig.Options options = Rig.Options.USUAL.with(tls).with(certified("ben"), certified("ann"));
    String[] shown = {
      "sslmode=require", "sslcert=" + ben.certificate(), "sslkey=" + ben.key(), "pemKeyAlgorithm=EC"
    };
    try (Rig rig = new Rig(behind(local), options)) {
      try (Connection connection = rig.connectAs("ben", "", shown)) {
        assertThat(Rig.ask(connection, "SELECT current_user")).isEqualTo(Rig.USER);
      }
      refused(() -> rig.connectAs("ann", "", shown), "28000", "certificate authentication failed");
      refused(
          () -> rig.connectAs("ben", "", "sslmode=require"),
          "28000",
          "certificate authentication failed");
      refused(
          () -> rig.connectAs("ben", "", "sslmode=disable"),
          "28000",
          "certificate authentication failed");
      // one that nobody vouches for ends the handshake
      assertThatThrownBy(() ->
              rig.connectAs(
                  "ben",
                  "",
                  "sslmode=require",
                  "sslcert=" + foreign.certificate(),
                  "sslkey=" + foreign.key(),
                  "pemKeyAlgorithm=EC"))
          .isInstanceOf(SQLException.class);
      rig.connectAs("ben", "", shown).close();
    }
  }

  private static Login certified(String user) {
    Credentials there = new Credentials(Rig.USER, "");
    return new Login(user, new Proof.Certificate(), there, there);
  }

  private static Login ann() {
    Credentials there = new Credentials(Rig.USER, "");
    return new Login("ann", new Proof.Scram(ScramVerifier.ofPassword("pencil")), there, there);
  }

  @ParameterizedTest
  @CsvSource({"require", "prefer"})
  void clientsMayOrMust(String mode) throws Exception {
    try (Rig rig = new Rig(behind(local), Rig.Options.USUAL.with(tls(false)))) {
      rig.connect("sslmode=" + mode).close();
      rig.connect("sslmode=disable").close();
    }
    try (Rig rig = new Rig(behind(local), Rig.Options.USUAL.with(tls(true)))) {
      rig.connect("sslmode=" + mode).close();
      refused(() -> rig.connect("sslmode=disable"), "28000", "TLS only");
    }
  }

  /// Who stands in between has another certificate.
  @Test
  void aDatabaseThatDoesNotProveWhoItIsGetsNothing() {
    try (Rig rig = new Rig(behind(foreign), Rig.Options.USUAL)) {
      refused(rig::connect, "08006", "does not prove who it is");
    }
  }

  /// A certificate that is trusted, but of another host.
  @Test
  void aDatabaseThatIsAnotherHostGetsNothing() {
    BackendTls tls = new BackendTls(local.certificate());
    Backend elsewhere = new Backend("localhost", server.port(), "postgres", tls);
    try (Rig rig =
        new Rig(new Backends(Rig.DATABASE, elsewhere, elsewhere, List.of()), Rig.Options.USUAL)) {
      refused(rig::connect, "08006", "does not prove who it is");
    }
  }

  @Test
  void aDatabaseWithoutTlsGetsNothing() {
    Backend plain = Rig.backend(SharedPostgres.newDatabase(18));
    Backend asked =
        new Backend(
            plain.host(), plain.port(), plain.database(), new BackendTls(local.certificate()));
    try (Rig rig =
        new Rig(new Backends(Rig.DATABASE, asked, asked, List.of()), Rig.Options.USUAL)) {
      refused(rig::connect, "08006", "does not offer TLS");
    }
  }

  @Test
  void noiseInsteadOfAHandshakeEndsTheConnection() throws Exception {
    try (Rig rig = new Rig(behind(local), Rig.Options.USUAL.with(tls(true)))) {
      try (Wire wire = new Wire(rig.port())) {
        wire.startup((1234 << 16) | 5679, "");
        assertThat(wire.in.read()).isEqualTo('S');
        wire.out.write(new byte[100]);
        assertThat(wire.ends()).isTrue();
      }
      verified(rig).close();
    }
  }

  private static Connection verified(Rig rig) throws SQLException {
    return rig.connect("sslmode=verify-full", "sslrootcert=" + local.certificate());
  }

  private static ClientTls tls(boolean required) {
    return new ClientTls(local.certificate(), local.key(), required, null);
  }

  private static Backends behind(Certificate trusted) {
    Backend backend =
        new Backend("127.0.0.1", server.port(), "postgres", new BackendTls(trusted.certificate()));
    return new Backends(Rig.DATABASE, backend, backend, List.of());
  }

  private static void refused(ThrowingCallable asking, String state, String message) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
        .hasMessageContaining(message);
  }
}
