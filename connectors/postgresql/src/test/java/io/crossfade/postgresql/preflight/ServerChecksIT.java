package io.crossfade.postgresql.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Endpoint;
import io.crossfade.connector.Finding;
import io.crossfade.model.Secret;
import io.crossfade.model.Side;
import io.crossfade.postgresql.TestServer;
import io.crossfade.postgresql.schema.PostgresCatalog;
import io.crossfade.postgresql.session.Sessions;
import io.crossfade.servers.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on which everything is as it should not be. */
class ServerChecksIT {
  @TempDir static Path directory;
  private static EmbeddedPostgres server;
  private static Endpoint postgres;

  @BeforeAll
  static void start() {
    server =
        EmbeddedPostgres.start(
            18,
            directory.resolve("data"),
            false,
            Map.of(
                "max_slot_wal_keep_size", "64MB",
                "wal_sender_timeout", "0",
                "synchronized_standby_slots", "'standby'",
                "wal_level", "replica",
                "max_replication_slots", "0",
                "max_wal_senders", "0",
                "max_prepared_transactions", "1",
                "max_connections", "16"));
    postgres = endpoint("postgres");
    TestServer.execute(
        postgres,
        "CREATE ROLE narrow LOGIN CONNECTION LIMIT 5",
        "ALTER ROLE narrow SET statement_timeout = '700ms'",
        "ALTER ROLE narrow SET transaction_timeout = '900ms'",
        "CREATE TABLE mine (id int PRIMARY KEY)",
        "CREATE TABLE yours (id int PRIMARY KEY)");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whatTheServerKeepsAndForHowLongIsSaid() {
    assertThat(preflight(postgres))
        .anySatisfy(f -> {
          assertThat(f.what())
              .contains("max_slot_wal_keep_size is 64 MB")
              .containsPattern("in the last \\d+ min the log has grown by \\d+ MB an hour");
          assertThat(f.mend()).startsWith("ALTER SYSTEM SET max_slot_wal_keep_size");
        })
        .anySatisfy(f -> assertThat(f.what()).startsWith("wal_sender_timeout is 0"))
        .anySatisfy(f -> assertThat(f.what()).startsWith("synchronized_standby_slots is set"));
  }

  @Test
  void limitsOfServerAndRoleAreSaidBeforeTheyAreMet() {
    assertThat(preflight(postgres))
        .anySatisfy(f -> assertThat(f.what()).startsWith("max_connections leaves"));
    assertThat(preflight(endpoint("narrow")))
        .anySatisfy(f -> {
          assertThat(f.what()).startsWith("the connection limit of the role narrow leaves");
          assertThat(f.mend()).startsWith("ALTER ROLE narrow CONNECTION LIMIT");
        })
        .anySatisfy(f -> assertThat(f.what()).startsWith("statement_timeout is 700ms for our role"))
        .anySatisfy(
            f -> assertThat(f.what()).startsWith("transaction_timeout is 900ms for our role"));
  }

  /** Whatever the role has, our sessions are not ended for taking long. */
  @Test
  void ourSessionsHaveNoTimeouts() {
    try (Sessions sessions = new Sessions(endpoint("narrow"))) {
      for (String timeout : List.of("statement_timeout", "transaction_timeout")) {
        String value = sessions.call("test", "ask", c -> TestServer.query(c, "SHOW " + timeout));
        assertThat(value).as(timeout).isEqualTo("0");
      }
    }
  }

  @Test
  void tablesOfOthersAreSaidByTheirOwner() {
    assertThat(preflight(endpoint("narrow")))
        .filteredOn(f -> f.where().equals("role postgres"))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.severity()).isEqualTo(Finding.Severity.STOPS);
          assertThat(f.what()).startsWith("it owns public.mine, public.yours, and we");
          assertThat(f.mend()).isEqualTo("GRANT postgres TO narrow");
        });
  }

  @Test
  void whoIsInATransactionForLongIsNamed() throws SQLException {
    Check longer = new LongTransactions(Duration.ZERO);
    try (Connection other = TestServer.connect(postgres)) {
      TestServer.execute(other, "SET application_name = 'nightly report'");
      other.setAutoCommit(false);
      String pid = TestServer.query(other, "SELECT pg_backend_pid(), (SELECT count(*) FROM mine)");
      assertThat(warnings(longer, postgres))
          .singleElement()
          .satisfies(f -> assertThat(f.what()).contains("'nightly report'", "once it writes"));

      TestServer.execute(other, "SELECT pg_current_xact_id()");

      assertThat(warnings(longer, postgres))
          .singleElement()
          .satisfies(f -> {
            assertThat(f.what()).contains("'nightly report'", "the copy cannot begin");
            assertThat(f.mend()).endsWith("pg_terminate_backend(" + pid + ")");
          });
      assertThat(warnings(new LongTransactions(Duration.ofHours(1)), postgres)).isEmpty();
      assertThat(warnings(longer, endpoint("narrow")))
          .singleElement()
          .satisfies(f -> assertThat(f.mend()).isEqualTo("GRANT pg_read_all_stats TO narrow"));
    }
  }

  @Test
  void withoutWhatAMigrationNeedsItDoesNotBegin() {
    TestServer.execute(
        postgres, "BEGIN; SELECT pg_current_xact_id(); PREPARE TRANSACTION 'left behind'");
    assertThat(preflight(endpoint("narrow")))
        .filteredOn(f -> f.severity() == Finding.Severity.STOPS)
        .extracting(Finding::what)
        .anySatisfy(f -> assertThat(f).startsWith("wal_level is replica"))
        .contains("no replication slot is free", "no WAL sender is free")
        .contains("our role may not replicate", "our role may not create a schema")
        .anySatisfy(f -> assertThat(f).startsWith("1 prepared transactions are open"));
    TestServer.execute(postgres, "ROLLBACK PREPARED 'left behind'");
  }

  @Test
  void aClockThatIsWrongIsSaid() throws SQLException {
    assertThat(warnings(new Clock(InstantSource.system()), postgres)).isEmpty();
    assertThat(warnings(new Clock(() -> Instant.now().minusSeconds(60)), postgres))
        .singleElement()
        .satisfies(f -> assertThat(f.what()).containsPattern("clock is (59|60)\\.\\d s ahead of"));
  }

  private static List<Finding> warnings(Check check, Endpoint endpoint) throws SQLException {
    try (Connection connection = TestServer.connect(endpoint)) {
      return check.find(new Asked(connection, "server", Side.SOURCE, List.of()));
    }
  }

  private static List<Finding> preflight(Endpoint endpoint) {
    try (Sessions sessions = new Sessions(endpoint)) {
      PostgresCatalog catalog = new PostgresCatalog(sessions);
      return catalog.preflight(Side.SOURCE, catalog.tables());
    }
  }

  private static Endpoint endpoint(String user) {
    return new Endpoint(
        server.jdbcUrl("postgres").replace("user=postgres", "user=" + user), user, new Secret(""));
  }
}
