package io.crossfade.e2e.dual;

import io.crossfade.engine.LiveMigration;
import io.crossfade.server.Access;
import io.crossfade.server.ConnectionFile;
import io.crossfade.server.ControlServer;
import io.crossfade.server.RouteRoutes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The routes of a migration on loopback, as `crossfade run` has them.
final class ServedRoutes implements AutoCloseable {
  private final ControlServer server;
  private final Path file;

  ServedRoutes(LiveMigration live, String migration, Path directory) {
    Access access = Access.random();
    this.server =
        ControlServer.start(
            access, List.of(new RouteRoutes(_ -> Optional.of(live.open().board()))));
    this.file = directory.resolve("routes");
    ConnectionFile.write(file, server.connection(migration), access.routers());
  }

  /// With their address.
  Path file() {
    return file;
  }

  @Override
  public void close() {
    server.close();
  }
}
