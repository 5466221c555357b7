package io.crossfade.cli.gateway;

import io.crossfade.client.ControlPlane;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The gateway in the process that carries a migration on. It learns its route over HTTP as any
/// other does, so it outlives whatever happens to the migration: applications are not cut off
/// because a table is taken up anew, or because the migration has stopped or ended.
public final class InsideGateway implements AutoCloseable {
  private final @Nullable ManifestGateway described;
  private final Path routes;
  private final Consumer<String> terminal;
  private @Nullable RoutedGateway gateway;
  private boolean closed;

  /// @param described empty where there shall be none
  /// @param routes the file in which this process says how routers find it
  /// @param terminal is told where it listens
  public InsideGateway(
      Optional<ManifestGateway> described, Path routes, Consumer<String> terminal) {
    this.described = described.filter(gateway -> gateway.settings().inside()).orElse(null);
    this.routes = routes;
    this.terminal = terminal;
  }

  /// Listens from now on, if it does not yet. Once the process can be asked for a route.
  public synchronized void start() {
    if (described == null || gateway != null || closed) {
      return;
    }
    // this process has just said its route, so none has to be kept
    RoutedGateway started = RoutedGateway.start(described, ControlPlane.in(routes), null);
    gateway = started;
    terminal.accept(
        "crossfade: the gateway of migration %s listens on %s for database %s"
            .formatted(described.migration(), started.where(), described.database()));
  }

  /// Where the migration is over for this process: applications that are still connected go on,
  /// until the last of them has gone or this is closed.
  ///
  /// @param why what became of the migration
  public void outliveMigration(String why) throws InterruptedException {
    RoutedGateway open = open();
    if (open != null && open.sessions() > 0) {
      terminal.accept(
          "crossfade: the migration %s%ncrossfade: %d sessions still come through the gateway on %s, and go on where they are. Point the applications at their database; this process ends with the last session, or with Ctrl-C."
              .formatted(why, open.sessions(), open.where()));
      open.awaitNobody();
    }
  }

  /// To be closed as one: this, and then whatever else is open by then.
  public AutoCloseable before(Supplier<AutoCloseable> rest) {
    return () -> {
      try {
        close();
      } finally {
        rest.get().close();
      }
    };
  }

  private synchronized @Nullable RoutedGateway open() {
    return gateway;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (gateway != null) {
      gateway.close();
      gateway = null;
    }
  }
}
