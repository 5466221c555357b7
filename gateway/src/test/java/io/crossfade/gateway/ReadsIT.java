package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.Buckets;
import io.crossfade.client.Decision;
import io.crossfade.gateway.settings.Reads;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads that the database answers which is not written.
class ReadsIT extends TwoSides {
  private static final String READ = "SELECT side FROM item WHERE id = -1";

  @Test
  void aShareOfTheSessionsReadsTheTargetByTheClientsBucket() throws Exception {
    begin(Reads.of(table -> table.name().equals("item")).sticky("application_name"));
    share(50);
    List<Connection> moved = new ArrayList<>();
    List<Connection> staying = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String name = "shop-" + i;
      Connection session = rig.connect("ApplicationName=" + name, "assumeMinServerVersion=16");
      (Buckets.within(50, "shop", name) ? moved : staying).add(session);
    }
    assertThat(moved).isNotEmpty();
    assertThat(staying).isNotEmpty();
    for (Connection session : moved) {
      awaitSide(session, READ, "target");
      assertThat(Rig.ask(session, READ)).isEqualTo("target");
    }
    for (Connection session : staying) {
      for (int i = 0; i < 3; i++) {
        assertThat(Rig.ask(session, READ)).isEqualTo("source");
      }
    }
    for (Connection session : moved) {
      session.close();
    }
    for (Connection session : staying) {
      session.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"preferQueryMode=simple", "prepareThreshold=0", "prepareThreshold=1"})
  void eachWayToAskIsShifted(String mode) throws Exception {
    share(100);
    try (Connection session = rig.connect(mode);
        PreparedStatement read =
            session.prepareStatement("SELECT side, price FROM item WHERE id = ? AND side <> ?")) {
      Rig.await("the target answers", () -> "target".equals(ask(read)));
      for (int i = 0; i < 10; i++) {
        assertThat(ask(read)).isEqualTo("target");
      }
      assertThat(Rig.ask(session, "SELECT current_database()"))
          .isEqualTo(Rig.backend(source).database());
      // The same statement where writes go.
      session.setAutoCommit(false);
      assertThat(ask(read)).isEqualTo("source");
      session.commit();
    }
  }

  private static String ask(PreparedStatement read) {
    try {
      read.setInt(1, -1);
      read.setString(2, "x");
      try (ResultSet rows = read.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT side, random() FROM item",
        "SELECT side, nextval('counter') FROM item",
        "SELECT side FROM item FOR UPDATE",
        "SELECT side, writes() FROM item WHERE id < 0",
        "WITH x AS (INSERT INTO item SELECT nextval('counter'), side FROM item WHERE id = -1 RETURNING side) SELECT side FROM x",
        "SELECT side FROM careless",
        "SELECT side FROM kept",
        "SELECT side FROM item ORDER BY id USING <",
        "SELECT side, pg_advisory_lock(1), pg_advisory_unlock(1) FROM item",
        "SELECT side, set_config('my.own', 'x', false) FROM item",
        "SELECT side FROM item WHERE side = E'\\x73ource' OR id < 0",
      })
  void whatMayDoMoreThanReadStays(String sql) throws Exception {
    share(100);
    try (Connection session = rig.connect("preferQueryMode=simple")) {
      awaitSide(session, READ, "target");
      for (int i = 0; i < 3; i++) {
        assertThat(Rig.ask(session, sql)).isEqualTo("source");
      }
      awaitSide(session, READ, "target");
      assertThat(Moves.number(target, "SELECT last_value FROM counter WHERE NOT is_called"))
          .isEqualTo(1);
      assertThat(decided(Side.SOURCE, Decision.FALLBACK)).isZero();
    }
  }

  /// Whatever a function is declared to be, the other side stays as it is.
  @Test
  void whatWritesAfterAllIsRefusedThere() throws Exception {
    share(100);
    try (Connection session = rig.connect()) {
      awaitSide(session, READ, "target");
      Rig.await(
          "the source answers in its place",
          () -> {
            assertThat(quietly(session, "SELECT side, liar() FROM item")).isEqualTo("source");
            return decided(Side.SOURCE, Decision.FALLBACK) > 0;
          });
      assertThat(Moves.number(target, "SELECT last_value FROM counter WHERE NOT is_called"))
          .isEqualTo(1);
    }
  }

  @Test
  void severalStatementsStay() throws Exception {
    share(100);
    try (Connection session = rig.connect("preferQueryMode=simple");
        Statement both = session.createStatement()) {
      awaitSide(session, READ, "target");
      for (int i = 0; i < 3; i++) {
        both.execute(READ + ";" + READ);
        try (ResultSet rows = both.getResultSet()) {
          rows.next();
          assertThat(rows.getString(1)).isEqualTo("source");
        }
      }
    }
  }

  @Test
  void intoATableStays() throws Exception {
    share(100);
    try (Connection session = rig.connect("preferQueryMode=simple")) {
      awaitSide(session, READ, "target");
      Rig.run(session, "SELECT side INTO copied FROM item");
      Rig.run(session, "DROP TABLE copied");
      Rig.run(session, "SELECT side INTO copied FROM item");
      assertThat(Moves.number(target, "SELECT count(*) FROM pg_class WHERE relname = 'copied'"))
          .isZero();
      assertThat(decided(Side.SOURCE, Decision.FALLBACK)).isZero();
    }
  }

  @Test
  void whoHasWrittenReadsTheTargetOnceItIsThere() throws Exception {
    share(100);
    try (Connection session = rig.connect();
        Connection other = rig.connect("assumeMinServerVersion=16")) {
      awaitSide(session, READ, "target");
      awaitSide(other, READ, "target");
      lag();
      Rig.run(session, "UPDATE item SET side = 'mine' WHERE id = -1");
      for (int i = 0; i < 20; i++) {
        assertThat(Rig.ask(session, READ)).isEqualTo("mine");
      }
      assertThat(decided(Side.SOURCE, Decision.OWN_WRITE)).isPositive();
      assertThat(Rig.ask(other, READ)).isEqualTo("target");
      arrive();
      assertThat(Rig.ask(session, READ)).isEqualTo("target");
    }
  }

  /// A transaction is where writes go as a whole.
  @Test
  void aTransactionStays() throws Exception {
    share(100);
    try (Connection session = rig.connect()) {
      awaitSide(session, READ, "target");
      session.setAutoCommit(false);
      assertThat(Rig.ask(session, READ)).isEqualTo("source");
      session.commit();
      session.setAutoCommit(true);
      awaitSide(session, READ, "target");
    }
  }

  @Test
  void whatTheSessionHasSetHoldsThereToo() throws Exception {
    share(100);
    try (Connection session = rig.connect("preferQueryMode=simple")) {
      awaitSide(session, READ, "target");
      for (String zone : List.of("Asia/Tokyo", "UTC")) {
        Rig.run(session, "SET TIME ZONE '" + zone + "'");
        String expected = zone.equals("UTC") ? "2026-01-01 12:00:00+00" : "2026-01-01 21:00:00+09";
        awaitSide(session, "SELECT side || at::text FROM item", "target" + expected);
      }
      Rig.run(session, "SET search_path = 'nowhere'");
      assertThatThrownBy(() -> Rig.ask(session, READ)).hasMessageContaining("does not exist");
    }
  }

  /// A temporary table may stand before the one that is meant elsewhere.
  @Test
  void whoHasATemporaryTableStays() throws Exception {
    share(100);
    try (Connection session = rig.connect()) {
      awaitSide(session, READ, "target");
      Rig.run(session, "CREATE TEMP TABLE item AS SELECT -1 AS id, 'temporary' AS side");
      for (int i = 0; i < 10; i++) {
        assertThat(Rig.ask(session, READ)).isEqualTo("temporary");
      }
      Rig.run(session, "DROP TABLE pg_temp.item");
      awaitSide(session, READ, "target");
    }
  }

  @Test
  void whatFailsThereIsAnsweredHere() throws Exception {
    share(100);
    try (Connection session = rig.connect()) {
      awaitSide(session, READ, "target");
      at(target, "ALTER TABLE item RENAME COLUMN side TO other");
      assertThat(Rig.ask(session, READ)).isEqualTo("source");
      assertThat(decided(Side.SOURCE, Decision.FALLBACK)).isEqualTo(1);
      at(target, "ALTER TABLE item RENAME COLUMN other TO side");
      assertThat(Rig.ask(session, READ)).isEqualTo("target");
    }
  }

  @Test
  void aTargetThatGoesAwayIsNotedByNobody() throws Exception {
    share(100);
    try (Connection session = rig.connect()) {
      awaitSide(session, READ, "target");
      at(
          target,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      for (int i = 0; i < 5; i++) {
        assertThat(Rig.ask(session, READ)).isIn("source", "target");
      }
      awaitSide(session, READ, "target");
    }
  }

  /// It is asked for a bounded time, and told to stop then.
  @Test
  void aTargetThatDoesNotAnswerIsNotWaitedFor() throws Exception {
    begin(Reads.of(table -> table.name().equals("item")).within(java.time.Duration.ofMillis(300)));
    share(100);
    try (Connection session = rig.connect();
        Connection locker = java.sql.DriverManager.getConnection(target)) {
      awaitSide(session, READ, "target");
      locker.setAutoCommit(false);
      Rig.run(locker, "LOCK TABLE item");
      assertThat(Rig.ask(session, READ)).isEqualTo("source");
      assertThat(decided(Side.SOURCE, Decision.FALLBACK)).isEqualTo(1);
      Rig.await(
          "nobody waits for the lock",
          () -> Moves.number(target, "SELECT count(*) FROM pg_locks WHERE NOT granted") == 0);
    }
  }

  @Test
  void nothingIsShiftedDuringAHoldAndTheSessionStillCrosses() throws Exception {
    share(100);
    try (Connection session = rig.connect()) {
      awaitSide(session, READ, "target");
      follow(rig.router.route().hold());
      follow(rig.router.route().allOn(Side.TARGET));
      assertThat(Rig.ask(session, READ)).isEqualTo("target");
      Rig.run(session, "INSERT INTO item VALUES (7, 'new')");
      assertThat(Moves.number(target, "SELECT count(*) FROM item WHERE id = 7")).isEqualTo(1);
    }
  }
}
