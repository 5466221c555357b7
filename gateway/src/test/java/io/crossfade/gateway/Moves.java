package io.crossfade.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.client.RouteAnswer;
import io.crossfade.gateway.settings.Limits;
import io.crossfade.gateway.settings.Switching;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.servers.SharedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Two databases behind a gateway, and switches between them.
class Moves {
  private static final Duration HOLD = Duration.ofSeconds(8);

  String source = "";
  String target = "";
  Rig rig = Rig.before("jdbc:postgresql://127.0.0.1:1/none");

  @BeforeEach
  void start() {
    rig.close();
    source = SharedPostgres.newDatabase(16);
    target = SharedPostgres.newDatabase(18);
    rig = Rig.before(source, target, Rig.Options.USUAL.holding(HOLD));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  void hold() {
    follow(rig.router.route().hold());
  }

  void release(Side side) {
    Route held = rig.router.route();
    follow(held.writes().authoritative() == side ? held.release() : held.allOn(side));
  }

  void flip(Side side) {
    hold();
    Rig.await("drained", this::drained);
    release(side);
  }

  void follow(Route route) {
    follow(new RouteAnswer(route, null));
  }

  void follow(RouteAnswer answer) {
    rig.routes.set(answer);
    Rig.await("the route", () -> rig.routes.reported().epoch() == answer.epoch());
  }

  boolean drained() {
    return rig.routes.reported().drained();
  }

  static String ask(Wire wire, String sql) throws IOException {
    wire.send('Q', sql + "\0");
    String row = "";
    for (Wire.Frame frame = wire.read(); frame.type() != 'Z'; frame = wire.read()) {
      row = frame.type() == 'D' ? frame.text() : row;
    }
    return row;
  }

  /// Which one answers.
  static String server(Connection connection) throws SQLException {
    return Rig.ask(connection, "SHOW server_version_num").substring(0, 2);
  }

  /// It is told why when it asks for something next.
  static void closed(Connection connection, String state, String why) {
    assertThatThrownBy(() -> server(connection))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
        .hasMessageContaining(why);
  }

  void restart(Switching switching) {
    rig.close();
    Limits limits = Limits.DEFAULT.with(switching);
    rig = Rig.before(source, target, Rig.Options.USUAL.with(limits).holding(HOLD));
  }

  static long connections(String url) {
    return number(
        url,
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            + " AND backend_type = 'client backend'");
  }

  static long number(String url, String query) {
    try (Connection direct = DriverManager.getConnection(url)) {
      return Long.parseLong(Rig.ask(direct, query));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
