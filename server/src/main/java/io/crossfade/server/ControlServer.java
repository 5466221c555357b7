package io.crossfade.server;

import io.crossfade.engine.store.ControlEndpoint;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.util.List;

/// The endpoint of the process that carries a migration on. It listens on loopback only.
public final class ControlServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  private final Javalin javalin;
  private final Access access;

  private ControlServer(Javalin javalin, Access access) {
    this.javalin = javalin;
    this.access = access;
  }

  /// Starts on a free port.
  public static ControlServer start(Access access, List<Routes> routes) {
    Javalin javalin =
        Javalin.create(config -> {
          settings(config);
          access.addTo(config.routes);
          new Errors().addTo(config.routes);
          routes.forEach(r -> r.addTo(config.routes));
        });
    return new ControlServer(javalin.start(LOOPBACK, 0), access);
  }

  /// Where people's commands reach this process.
  public ControlEndpoint endpoint() {
    return new ControlEndpoint(ProcessHandle.current().pid(), javalin.port(), access.people());
  }

  /// Takes no new request, and gives those under way a moment to be answered.
  @Override
  public void close() {
    javalin.stop();
  }

  private static void settings(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    // a verb holds its thread until it is done
    config.concurrency.useVirtualThreads = true;
    config.jsonMapper(new WireJson());
    config.jetty.modifyServer(server -> server.setStopTimeout(LAST_ANSWERS.toMillis()));
  }
}
