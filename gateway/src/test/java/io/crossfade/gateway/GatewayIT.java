package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.gateway.session.Transport;
import io.crossfade.model.Route;
import io.crossfade.servers.SharedPostgres;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// What an application does by pgjdbc reaches the database, and what the database says reaches it.
class GatewayIT {
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.before(SharedPostgres.newDatabase(18));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  /// pgjdbc's ways to ask: simple, extended, and extended with statements that have a name.
  @ParameterizedTest
  @ValueSource(
      strings = {"preferQueryMode=simple", "preferQueryMode=extended", "prepareThreshold=1"})
  void queriesAreAnsweredInEachMode(String mode) throws SQLException {
    try (Connection connection = rig.connect(mode)) {
      for (int i = 0; i < 5; i++) {
        try (PreparedStatement square = connection.prepareStatement("SELECT ?::int * ?::int")) {
          square.setInt(1, i);
          square.setInt(2, i);
          try (ResultSet rows = square.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(i * i);
          }
        }
      }
    }
  }

  @Test
  void theOtherTransportDoesTheSame() throws SQLException {
    String database = SharedPostgres.newDatabase(16);
    try (Rig nio = Rig.before(database, database, Rig.Options.USUAL.with(Transport.nio()));
        Connection connection = nio.connect()) {
      assertThat(Rig.ask(connection, "SELECT length(repeat('x', 3000000))")).isEqualTo("3000000");
      assertThat(Rig.ask(connection, "SELECT repeat('x', 3000000)")).hasSize(3_000_000);
    }
  }

  @Test
  void transactionsEndAsTheClientSays() throws SQLException {
    try (Connection connection = rig.connect()) {
      Rig.run(connection, "CREATE TABLE account (id int PRIMARY KEY, balance int)");
      connection.setAutoCommit(false);
      Rig.run(connection, "INSERT INTO account VALUES (1, 10)");
      connection.commit();
      Rig.run(connection, "INSERT INTO account VALUES (2, 20)");
      connection.rollback();
      assertThatThrownBy(() -> Rig.run(connection, "INSERT INTO account VALUES (1, 99)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
      connection.rollback();
      assertThat(Rig.ask(connection, "SELECT sum(balance) FROM account")).isEqualTo("10");
    }
  }

  @Test
  void batchesArePipelined() throws SQLException {
    try (Connection connection = rig.connect("reWriteBatchedInserts=false")) {
      Rig.run(connection, "CREATE TABLE line (id int PRIMARY KEY, note text)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO line VALUES (?, ?)")) {
        for (int i = 0; i < 5000; i++) {
          insert.setInt(1, i);
          insert.setString(2, "note " + i);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).hasSize(5000).containsOnly(1);
      }
      assertThat(Rig.ask(connection, "SELECT count(*) FROM line")).isEqualTo("5000");
    }
  }

  @Test
  void copyGoesBothWays() throws Exception {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      rows.append(i).append("\trow number ").append(i).append('\n');
    }
    try (Connection connection = rig.connect()) {
      Rig.run(connection, "CREATE TABLE copied (id int, note text)");
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      assertThat(copy.copyIn("COPY copied FROM STDIN", new StringReader(rows.toString())))
          .isEqualTo(200_000);
      StringWriter back = new StringWriter();
      assertThat(copy.copyOut("COPY (SELECT * FROM copied ORDER BY id) TO STDOUT", back))
          .isEqualTo(200_000);
      assertThat(back.toString()).isEqualTo(rows.toString());
      assertThatThrownBy(() -> copy.copyIn("COPY copied FROM STDIN", new StringReader("x\ty\n")))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22P02"));
      assertThat(Rig.ask(connection, "SELECT count(*) FROM copied")).isEqualTo("200000");
    }
    rig.awaitNothingInFlight();
  }

  @Test
  void noticesArriveWhileTheyAreMade() throws SQLException {
    try (Connection connection = rig.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DO $$ BEGIN RAISE NOTICE 'seen'; RAISE WARNING 'heard'; END $$");
      assertThat(statement.getWarnings().getMessage()).isEqualTo("seen");
      assertThat(statement.getWarnings().getNextWarning().getMessage()).isEqualTo("heard");
    }
  }

  @Test
  void notificationsReachAnIdleClient() throws SQLException {
    try (Connection listener = rig.connect();
        Connection speaker = rig.connect()) {
      Rig.run(listener, "LISTEN news");
      Rig.run(speaker, "NOTIFY news, 'it rains'");
      var news = listener.unwrap(PGConnection.class).getNotifications(10_000);
      assertThat(news).hasSize(1);
      assertThat(news[0].getParameter()).isEqualTo("it rains");
    }
  }

  @Test
  void settingsOfTheConnectionReachTheDatabase() throws SQLException {
    try (Connection connection =
        rig.connect("ApplicationName=till", "options=-c work_mem=3MB -c shop.tenant=blue")) {
      assertThat(Rig.ask(connection, "SHOW application_name")).isEqualTo("till");
      assertThat(Rig.ask(connection, "SHOW work_mem")).isEqualTo("3MB");
      assertThat(Rig.ask(connection, "SHOW shop.tenant")).isEqualTo("blue");
      connection.setClientInfo("ApplicationName", "office");
      assertThat(connection.unwrap(PGConnection.class).getParameterStatus("application_name"))
          .isEqualTo("office");
    }
  }

  @Test
  void largeResultsAreReadInPieces() throws SQLException {
    try (Connection connection = rig.connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(1000);
        long sum = 0;
        try (ResultSet rows =
            statement.executeQuery("SELECT n, repeat('y', 50) FROM generate_series(1, 100000) n")) {
          while (rows.next()) {
            sum += rows.getLong(1);
          }
        }
        assertThat(sum).isEqualTo(5_000_050_000L);
      }
    }
  }

  /// What the router counts is what a switch waits for.
  @Test
  void aTransactionIsInFlightUntilItsEnd() throws SQLException {
    try (Connection connection = rig.connect()) {
      connection.setAutoCommit(false);
      assertThat(Rig.ask(connection, "SELECT 1")).isEqualTo("1");
      Route newer = rig.router.route().shadowing(1);
      rig.routes.set(newer);
      Rig.await("the newer route", () -> rig.routes.reported().epoch() == newer.epoch());
      assertThat(rig.routes.reported().drained()).isFalse();
      connection.commit();
      Rig.await("drained", () -> rig.routes.reported().drained());
    }
  }
}
