package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.gateway.settings.Switching;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a switch meets: clients that do nothing, or do not end, and databases that end sessions.
class SwitchEndsIT extends Moves {
  private static final Switching ENDS_BUSY = Switching.DEFAULT.busy(Duration.ofMillis(200));

  @Test
  void whoIsIdleFollowsByHimself() throws Exception {
    try (Connection one = rig.connect("ApplicationName=one");
        Connection other = rig.connect("ApplicationName=other")) {
      flip(Side.TARGET);
      Rig.await("both are there", () -> connections(target) == 2 && connections(source) == 0);
      flip(Side.SOURCE);
      Rig.await("both are back", () -> connections(source) == 2 && connections(target) == 0);
      assertThat(Rig.ask(one, "SHOW application_name")).isEqualTo("one");
      assertThat(Rig.ask(other, "SHOW application_name")).isEqualTo("other");
    }
  }

  /// Nobody would tell it anything where it listens.
  @Test
  void whoListensAndIsIdleIsEnded() throws Exception {
    try (Wire wire = Wire.ready(rig.port())) {
      ask(wire, "LISTEN news");
      flip(Side.TARGET);
      Wire.Frame error = wire.await('E');
      assertThat(error.state()).isEqualTo("57P01");
      assertThat(error.text()).contains("LISTEN news");
      assertThat(wire.ends()).isTrue();
    }
    Rig.await("nothing is left", () -> connections(source) == 0 && connections(target) == 0);
  }

  /// The switch waits for him, and is called off in the end. He notices nothing.
  @Test
  void aClientThatDoesNotEndItsTransactionIsLeftAlone() throws Exception {
    try (Connection busy = rig.connect()) {
      Rig.run(busy, "CREATE TABLE kept (id int)");
      busy.setAutoCommit(false);
      Rig.run(busy, "INSERT INTO kept VALUES (1)");
      hold();
      assertThat(rig.routes.awaitDrained(rig.router.route().epoch(), Duration.ofMillis(500)))
          .isFalse();
      release(Side.SOURCE);
      busy.commit();
      assertThat(Rig.ask(busy, "SELECT count(*) FROM kept")).isEqualTo("1");
    }
  }

  @Test
  void aClientThatDoesNotEndItsTransactionIsEndedWhereThatIsThePolicy() throws Exception {
    restart(ENDS_BUSY);
    try (Connection busy = rig.connect();
        Connection idle = rig.connect()) {
      Rig.run(busy, "CREATE TABLE undone (id int)");
      busy.setAutoCommit(false);
      Rig.run(busy, "INSERT INTO undone VALUES (1)");
      hold();
      Rig.await("drained", this::drained);
      closed(busy, "57P01", "run it again");
      release(Side.SOURCE);
      assertThat(Rig.ask(idle, "SELECT count(*) FROM undone")).isEqualTo("0");
    }
  }

  @Test
  void aQueryThatDoesNotEndIsCancelledWhereThatIsThePolicy() throws Exception {
    restart(ENDS_BUSY);
    try (Connection busy = rig.connect("ApplicationName=sleeper")) {
      CompletableFuture<String> slept =
          CompletableFuture.supplyAsync(() -> stateOf(busy, "SELECT pg_sleep(600)"));
      Rig.await("it runs", () -> running("sleeper") == 1);
      hold();
      Rig.await("drained", this::drained);
      assertThat(slept.get(5, TimeUnit.SECONDS)).isEqualTo("57P01");
      Rig.await("the database has ended it", () -> running("sleeper") == 0);
    }
  }

  /// In time: a hold that is called off before that ends nobody.
  @Test
  void whoIsBusyIsNotEndedByAHoldThatIsOver() throws Exception {
    restart(ENDS_BUSY);
    try (Connection busy = rig.connect()) {
      busy.setAutoCommit(false);
      assertThat(server(busy)).isEqualTo("16");
      hold();
      release(Side.SOURCE);
      long since = System.nanoTime();
      Rig.await("it would be over", () -> System.nanoTime() - since > 500_000_000L);
      assertThat(server(busy)).isEqualTo("16");
    }
  }

  /// Nothing of what waits was sent, so nobody knows better than the client what to do now.
  @Test
  void aSessionThatTheDatabaseEndsWhileItIsHeldIsToldSo() throws Exception {
    try (Connection direct = DriverManager.getConnection(source);
        Connection held = rig.connect("ApplicationName=held")) {
      Rig.run(direct, "CREATE TABLE untouched (id int)");
      hold();
      CompletableFuture<String> written =
          CompletableFuture.supplyAsync(() -> stateOf(held, "INSERT INTO untouched VALUES (1)"));
      Rig.await("it gets ready", () -> connections(target) == 1);
      Rig.ask(
          direct,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'held'");
      assertThat(written.get(5, TimeUnit.SECONDS)).isEqualTo("57P01");
      release(Side.TARGET);
      Rig.await("nothing is left there", () -> connections(target) == 0);
      assertThat(Rig.ask(direct, "SELECT count(*) FROM untouched")).isEqualTo("0");
    }
  }

  /// A switch waits for the end in the database, and then for nothing else.
  @Test
  void aTransactionThatTheDatabaseEndsUnderTheHoldIsOver() throws Exception {
    try (Connection direct = DriverManager.getConnection(source);
        Connection busy = rig.connect("ApplicationName=busy")) {
      busy.setAutoCommit(false);
      assertThat(server(busy)).isEqualTo("16");
      hold();
      assertThat(drained()).isFalse();
      Rig.ask(
          direct,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'busy'");
      Rig.await("drained", this::drained);
      assertThatThrownBy(() -> server(busy))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
    }
  }

  private long running(String application) {
    return number(
        source,
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND application_name = '"
            + application
            + "'");
  }

  /// The SQLSTATE that it ends with; empty if it is carried out.
  private static String stateOf(Connection connection, String sql) {
    try {
      Rig.run(connection, sql);
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }
}
