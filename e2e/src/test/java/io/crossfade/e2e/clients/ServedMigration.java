package io.crossfade.e2e.clients;

import io.crossfade.engine.Control.SwitchReport;
import io.crossfade.engine.LiveMigration;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.TwoDatabases;
import io.crossfade.engine.routes.RouteBoard;
import io.crossfade.engine.routes.RouterReport;
import io.crossfade.server.Access;
import io.crossfade.server.ConnectionFile;
import io.crossfade.server.ControlServer;
import io.crossfade.server.RouteRoutes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A small migration that is ready to switch, with its routes on loopback as `crossfade run` has
/// them.
public final class ServedMigration implements AutoCloseable {
  private final LiveMigration live;
  private final ControlServer server;
  private final Path routes;
  private final AtomicReference<Optional<RouterReport>> heardWhenHeld =
      new AtomicReference<>(Optional.empty());

  ServedMigration(String name, Path directory) throws SQLException {
    this(new TwoDatabases(), name, directory);
  }

  /// With what is in the source already.
  public ServedMigration(TwoDatabases databases, String name, Path directory) throws SQLException {
    this.live = LiveMigration.readyToSwitch(databases, name, "1500ms", directory);
    this.routes = directory.resolve("routes");
    Access access = Access.random();
    this.server =
        ControlServer.start(access, List.of(new RouteRoutes(asked -> Optional.of(board()))));
    ConnectionFile.write(routes, server.connection(name), access.routers());
    live.journal()
        .listen(recorded -> {
          if (recorded.event() instanceof MigrationEvent.RoutePublished published
              && published.route().held()) {
            heardWhenHeld.getAndSet(Optional.empty()).ifPresent(board()::report);
          }
        });
  }

  public LiveMigration live() {
    return live;
  }

  public TwoDatabases databases() {
    return live.databases;
  }

  /// The file with their address.
  public Path routes() {
    return routes;
  }

  /// What the client's router reported last; empty once its lease has lapsed.
  Optional<RouterReport> heard() {
    return board().routers().stream()
        .filter(report -> report.router().startsWith(ObedientClient.NAME))
        .findFirst();
  }

  public SwitchReport cutover() {
    return live.migration().cutover();
  }

  /// A cutover in which this report comes in with the hold, so that the client's lease outlasts the
  /// deadline.
  SwitchReport cutoverThatHears(RouterReport report) {
    heardWhenHeld.set(Optional.of(report));
    return cutover();
  }

  public RouteBoard board() {
    return live.open().board();
  }

  @Override
  public void close() {
    server.close();
    live.close();
  }
}
