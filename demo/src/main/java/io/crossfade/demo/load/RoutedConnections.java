package io.crossfade.demo.load;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.CrossfadeConnection;
import io.crossfade.client.CrossfadeDataSource;
import io.crossfade.client.RouteSource;
import io.crossfade.client.Router;
import io.crossfade.model.Side;
import java.sql.Connection;
import java.sql.SQLException;

/// As the shop's application is meant to connect during a migration: wherever the route says.
final class RoutedConnections implements Connections {
  private final Router router;
  private final HikariDataSource source;
  private final HikariDataSource target;
  private final CrossfadeDataSource routed;

  /// Whether this thread's transaction had to wait: the router says so on the thread that waited.
  private final ThreadLocal<Boolean> held = ThreadLocal.withInitial(() -> false);

  RoutedConnections(RouteSource routes, HikariDataSource source, HikariDataSource target) {
    this.router =
        new Router(routes, Router.DEFAULT_HOLD_LIMIT, (nanos, released) -> held.set(true));
    this.source = source;
    this.target = target;
    this.routed = new CrossfadeDataSource(router, source, target);
  }

  @Override
  public Work open(boolean readOnly, String customer) throws SQLException {
    Connection connection = routed.withKey(customer).getConnection();
    connection.setReadOnly(readOnly);
    connection.setAutoCommit(false);
    return new PlainWork(connection, this::begin);
  }

  private Work.Begun begin(Connection connection) throws SQLException {
    held.set(false);
    Side side = connection.unwrap(CrossfadeConnection.class).side();
    return new Work.Begun(side, held.get());
  }

  @Override
  public Dialect dialect(Side side) {
    return Dialect.of(side, (side == Side.SOURCE ? source : target).getJdbcUrl());
  }

  @Override
  public void close() {
    router.close();
    source.close();
    target.close();
  }
}
