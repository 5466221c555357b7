package io.crossfade.demo;

import io.crossfade.cli.InProcessEngine;
import io.crossfade.cli.gateway.RoutedGateway;
import io.crossfade.client.ControlPlane;
import io.crossfade.demo.stage.Stage;
import java.nio.file.Path;
import java.util.List;

/// How customers come in while the shop is moved.
sealed interface Entrance extends AutoCloseable {

  /// What their process is told of it.
  List<String> arguments();

  @Override
  void close();

  /// @param routes the file in which the control plane says how routers find it
  static Entrance open(Subject subject, Path manifest, Path routes) {
    if (!subject.throughGateway()) {
      return new Embedded(routes);
    }
    return new Gateway(
        RoutedGateway.start(
            new InProcessEngine().gateway(manifest).orElseThrow(), ControlPlane.in(routes), null));
  }

  /// Their application has the client in it.
  record Embedded(Path routes) implements Entrance {
    @Override
    public List<String> arguments() {
      return List.of("--routes", routes.toString());
    }

    @Override
    public void close() {
      // nothing was opened
    }
  }

  /// Their application knows nothing but a connection string.
  record Gateway(RoutedGateway gateway) implements Entrance {
    @Override
    public List<String> arguments() {
      return List.of(
          "--gateway",
          "jdbc:postgresql://127.0.0.1:%d/%s?user=shop".formatted(gateway.port(), Stage.DATABASE));
    }

    @Override
    public void close() {
      gateway.close();
    }
  }
}
