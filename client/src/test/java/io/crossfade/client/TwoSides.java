package io.crossfade.client;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import io.crossfade.servers.SharedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Two real databases, each with a pool and a table {@code note}, and a router between them. */
final class TwoSides implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(10);

  final HikariDataSource source = pool(16);
  final HikariDataSource target = pool(18);
  final FixedRouteSource routes = new FixedRouteSource(Route.initial("shop"));
  final HoldCount holds = new HoldCount();
  final Router router = new Router(routes, SOON, holds);
  final CrossfadeDataSource dataSource = new CrossfadeDataSource(router, source, target);

  TwoSides() throws SQLException {
    for (Side side : Side.values()) {
      execute(side, "CREATE TABLE note (id bigint PRIMARY KEY, said text)");
      execute(side, "CREATE SCHEMA attic CREATE TABLE note (id bigint PRIMARY KEY, said text)");
    }
  }

  private static HikariDataSource pool(int majorVersion) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(SharedPostgres.newDatabase(majorVersion));
    config.setMaximumPoolSize(10);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  /** The pool is the application's, which may have taken all there is while a hold lasts. */
  private Connection pastThePool(Side side) throws SQLException {
    return DriverManager.getConnection(pool(side).getJdbcUrl());
  }

  HikariDataSource pool(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  /** Past the router. */
  void execute(Side side, String sql) throws SQLException {
    try (Connection connection = pastThePool(side);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Past the router. */
  long count(Side side) throws SQLException {
    return count(side, "public.note");
  }

  long count(Side side, String table) throws SQLException {
    try (Connection connection = pastThePool(side);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Connections in the hands of the application. */
  int taken(Side side) {
    return pool(side).getHikariPoolMXBean().getActiveConnections();
  }

  /** Publishes a route and waits until the router has confirmed it, and has said so. */
  void follow(Route route) throws InterruptedException {
    routes.set(route);
    while (routes.reported().epoch() < route.epoch()) {
      routes.awaitDrained(route.epoch(), Duration.ofMillis(1));
    }
  }

  void flip() throws InterruptedException {
    Route route = router.route();
    boolean onSource = route.writes() == io.crossfade.model.Writes.SOURCE;
    follow(route.allOn(onSource ? Side.TARGET : Side.SOURCE));
  }

  @Override
  public void close() {
    router.close();
    source.close();
    target.close();
  }
}
