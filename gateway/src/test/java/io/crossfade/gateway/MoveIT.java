package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/// Sessions wait at a hold, and go on where the newer route says, with what they have set.
class MoveIT extends Moves {
  @Test
  void whatIsInFlightEndsHereAndWhatIsNewBeginsThere() throws Exception {
    try (Connection writer = rig.connect();
        Connection other = rig.connect()) {
      writer.setAutoCommit(false);
      assertThat(server(writer)).isEqualTo("16");
      assertThat(server(other)).isEqualTo("16");
      hold();
      CompletableFuture<String> asked = asked(other);
      assertThat(server(writer)).as("its transaction goes on").isEqualTo("16");
      assertThat(drained()).isFalse();
      writer.commit();
      Rig.await("drained", this::drained);
      assertThat(asked).isNotDone();
      release(Side.TARGET);
      assertThat(asked.get(5, TimeUnit.SECONDS)).isEqualTo("18");
      assertThat(server(writer)).as("idle until now").isEqualTo("18");
      writer.commit();
    }
  }

  @Test
  void aHoldMayEndOnTheSameSide() throws Exception {
    try (Connection connection = rig.connect()) {
      Rig.run(connection, "CREATE TEMPORARY TABLE kept (id int)");
      for (int i = 0; i < 3; i++) {
        hold();
        CompletableFuture<String> asked = asked(connection);
        release(Side.SOURCE);
        assertThat(asked.get(5, TimeUnit.SECONDS)).isEqualTo("16");
      }
      assertThat(Rig.ask(connection, "SELECT count(*) FROM kept")).isEqualTo("0");
    }
    Rig.await("what was made ready is shut", () -> connections(target) == 0);
  }

  /// There and back again, twice.
  @Test
  void whatASessionHasSetGoesWithIt() throws Exception {
    for (String url : List.of(source, target)) {
      try (Connection direct = DriverManager.getConnection(url)) {
        Rig.run(direct, "CREATE SCHEMA \"odd \"\"name\"");
        Rig.run(direct, "CREATE ROLE seller_" + direct.getMetaData().getDatabaseMajorVersion());
        Rig.run(direct, "CREATE TYPE mood AS ENUM ('glad', 'sad')");
      }
    }
    try (Connection connection = rig.connect("prepareThreshold=1")) {
      Rig.run(connection, "SET search_path = \"odd \"\"name\", public");
      Rig.run(connection, "SET work_mem = '7MB'; SET application_name = 'it''s \\ me'");
      Rig.run(connection, "SELECT set_config('shop.tenant', 'blue', false)");
      Rig.run(connection, "SET TimeZone = 'Europe/Vienna'; SET standard_conforming_strings = off");
      Rig.run(connection, "PREPARE twice(int) AS SELECT $1 * 2");
      try (PreparedStatement typed =
          connection.prepareStatement("SELECT ?::int + 1, ?::mood::text")) {
        for (Side side : List.of(Side.TARGET, Side.SOURCE, Side.TARGET)) {
          assertThat(answer(typed)).isEqualTo("42 sad");
          flip(side);
          assertThat(answer(typed)).isEqualTo("42 sad");
          assertThat(server(connection)).isEqualTo(side == Side.SOURCE ? "16" : "18");
          assertThat(Rig.ask(connection, "SHOW search_path")).isEqualTo("\"odd \"\"name\", public");
          assertThat(Rig.ask(connection, "SHOW work_mem")).isEqualTo("7MB");
          assertThat(Rig.ask(connection, "SHOW application_name")).isEqualTo("it's \\ me");
          assertThat(Rig.ask(connection, "SHOW shop.tenant")).isEqualTo("blue");
          assertThat(Rig.ask(connection, "SHOW TimeZone")).isEqualTo("Europe/Vienna");
          assertThat(Rig.ask(connection, "EXECUTE twice(21)")).isEqualTo("42");
        }
      }
      assertThat(connection.unwrap(PGConnection.class).getParameterStatus("server_version"))
          .startsWith("18");
    }
  }

  /// By bytes, for pgjdbc speaks UTF-8 only.
  @Test
  void textsInTheClientsEncodingArrive() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      ask(wire, "SET client_encoding = 'LATIN1'");
      ask(wire, "SELECT set_config('shop.tenant', 'K\u00e4se', false)");
      ask(wire, "PREPARE cheese AS SELECT 'K\u00e4se'::text");
      flip(Side.TARGET);
      assertThat(ask(wire, "SHOW shop.tenant")).endsWith("K\u00e4se");
      assertThat(ask(wire, "EXECUTE cheese")).endsWith("K\u00e4se");
      assertThat(ask(wire, "SHOW client_encoding")).endsWith("LATIN1");
      assertThat(ask(wire, "SHOW server_version")).contains("18");
    }
  }

  /// PostgreSQL keeps all of the text that a PREPARE was sent in.
  @Test
  void whatStoodBesideAPrepareDoesNotRunAgain() throws Exception {
    for (String url : List.of(source, target)) {
      try (Connection direct = DriverManager.getConnection(url)) {
        Rig.run(direct, "CREATE TABLE bill (amount int); INSERT INTO bill VALUES (1)");
      }
    }
    try (Connection connection = rig.connect("preferQueryMode=simple")) {
      Rig.run(connection, "DELETE FROM bill; PREPARE one AS SELECT 1");
      flip(Side.TARGET);
      closed(connection, "57P01", "cannot follow");
    }
    try (Connection direct = DriverManager.getConnection(target)) {
      assertThat(Rig.ask(direct, "SELECT count(*) FROM bill")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE TEMPORARY TABLE basket (id int), temporary table basket",
    "SELECT pg_advisory_lock(7), advisory lock",
    "LISTEN news, LISTEN news",
    "DECLARE all_of_it CURSOR WITH HOLD FOR SELECT 1, cursor all_of_it"
  })
  void whatCannotBeTakenAlongEndsTheSession(String command, String named) throws Exception {
    try (Connection connection = rig.connect()) {
      Rig.run(connection, command);
      flip(Side.TARGET);
      closed(connection, "57P01", named);
    }
    Rig.await("nothing is left there", () -> connections(target) == 0);
  }

  @Test
  @Timeout(20)
  void aHoldThatIsTooLongEndsWhoWaits() throws Exception {
    rig.close();
    rig = Rig.before(source, target, Rig.Options.USUAL.holding(Duration.ofMillis(200)));
    try (Connection connection = rig.connect();
        Connection idle = rig.connect()) {
      Rig.run(connection, "CREATE TABLE untouched (id int)");
      hold();
      assertThatThrownBy(() -> Rig.run(connection, "DROP TABLE untouched"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"))
          .hasMessageContaining("try again");
      release(Side.SOURCE);
      assertThat(Rig.ask(idle, "SELECT count(*) FROM untouched")).isEqualTo("0");
    }
  }

  @Test
  void aClientThatHangsUpWhileHeldHasSentNothing() throws Exception {
    try (Connection direct = DriverManager.getConnection(source)) {
      Rig.run(direct, "CREATE TABLE untouched (id int)");
      try (Wire wire = Wire.ready(rig.port())) {
        hold();
        wire.send('Q', "INSERT INTO untouched VALUES (1)\0");
        wire.out.flush();
        Rig.await("it gets ready", () -> connections(target) == 1);
      }
      Rig.await("it is gone", () -> rig.gateway.sessions() == 0);
      release(Side.SOURCE);
      assertThat(Rig.ask(direct, "SELECT count(*) FROM untouched")).isEqualTo("0");
    }
    Rig.await("what was made ready is shut", () -> connections(target) == 0);
  }

  @Test
  void aSideThatCannotBeReachedEndsOnlyWhoHasToGoThere() throws Exception {
    rig.close();
    rig = Rig.before(source, target.replaceFirst("/test_\\d+", "/not_there"), Rig.Options.USUAL);
    try (Connection stays = rig.connect();
        Connection goes = rig.connect()) {
      hold();
      CompletableFuture<String> asked = asked(stays);
      release(Side.SOURCE);
      assertThat(asked.get(5, TimeUnit.SECONDS)).isEqualTo("16");
      flip(Side.TARGET);
      closed(goes, "3D000", "not_there");
      flip(Side.SOURCE);
      assertThat(server(stays)).isEqualTo("16");
    }
  }

  @Test
  void aQueryIsCancelledAfterItsSessionHasMoved() throws Exception {
    try (Connection connection = rig.connect();
        Statement statement = connection.createStatement()) {
      flip(Side.TARGET);
      assertThat(server(connection)).isEqualTo("18");
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(60)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }
  }

  /// Each acknowledged row is on one side, none fails, and nobody writes a side that was left.
  @Test
  void writersNoticeNothingOfManySwitches() throws Exception {
    for (String url : List.of(source, target)) {
      try (Connection direct = DriverManager.getConnection(url)) {
        Rig.run(direct, "CREATE TABLE written (id bigint PRIMARY KEY)");
      }
    }
    AtomicLong ids = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<Long>> writers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      writers.add(
          CompletableFuture.supplyAsync(() -> write(ids, over), Thread::startVirtualThread));
    }
    for (int i = 0; i < 10; i++) {
      long before = ids.get();
      Rig.await("they write", () -> ids.get() > before + 50);
      hold();
      Rig.await("drained", this::drained);
      String left = rig.router.side(false, null) == Side.SOURCE ? source : target;
      long there = rows(left);
      assertThat(rows(left)).as("nobody writes while it is held").isEqualTo(there);
      release(rig.router.side(false, null).other());
    }
    over.set(true);
    long acknowledged = 0;
    for (CompletableFuture<Long> writer : writers) {
      acknowledged += writer.get(20, TimeUnit.SECONDS);
    }
    assertThat(rows(source) + rows(target)).isEqualTo(acknowledged);
    assertThat(rows(source)).isPositive();
    assertThat(rows(target)).isPositive();
  }

  private long write(AtomicLong ids, AtomicBoolean over) {
    long written = 0;
    try (Connection connection = rig.connect();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO written VALUES (?)")) {
      while (!over.get()) {
        insert.setLong(1, ids.incrementAndGet());
        written += insert.executeUpdate();
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return written;
  }

  private static CompletableFuture<String> asked(Connection connection) {
    CompletableFuture<String> asked = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        asked.complete(server(connection));
      } catch (SQLException e) {
        asked.completeExceptionally(e);
      }
    });
    return asked;
  }

  private static String answer(PreparedStatement typed) throws SQLException {
    typed.setInt(1, 41);
    typed.setString(2, "sad");
    try (ResultSet rows = typed.executeQuery()) {
      rows.next();
      return rows.getString(1) + " " + rows.getString(2);
    }
  }

  private static long rows(String url) {
    return number(url, "SELECT count(*) FROM written");
  }
}
