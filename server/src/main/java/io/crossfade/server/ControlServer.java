package io.crossfade.server;

import io.crossfade.engine.store.ControlEndpoint;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.plugin.bundled.RateLimitPlugin;
import io.javalin.util.JavalinBindException;
import java.time.Duration;
import java.util.List;

/// The endpoint of the process that carries a migration on. It listens on loopback only.
public final class ControlServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  private final Javalin javalin;
  private final Access access;
  private final List<Routes> routes;

  private ControlServer(Javalin javalin, Access access, List<Routes> routes) {
    this.javalin = javalin;
    this.access = access;
    this.routes = List.copyOf(routes);
  }

  /// Starts on a free port.
  public static ControlServer start(Access access, List<Routes> routes) {
    return start(access, 0, routes);
  }

  /// Starts on this port, or on a free one where it is 0. ALREADY_RUNNING if somebody else has it.
  public static ControlServer start(Access access, int port, List<Routes> routes) {
    Javalin javalin =
        Javalin.create(config -> {
          settings(config);
          new SecurityHeaders().addTo(config.routes);
          new Gatekeeper(access).addTo(config.routes);
          new Errors().addTo(config.routes);
          routes.forEach(r -> r.addTo(config.routes));
        });
    try {
      return new ControlServer(javalin.start(LOOPBACK, port), access, routes);
    } catch (JavalinBindException e) {
      throw new CrossfadeException(
          ErrorCode.ALREADY_RUNNING,
          "Port %d of %s is taken. Stop what listens there, or let Crossfade choose a free port."
              .formatted(port, LOOPBACK),
          e);
    }
  }

  /// Where it listens, as a URL.
  public String address() {
    return "http://%s:%d".formatted(LOOPBACK, javalin.port());
  }

  /// Where applications learn the route of a migration. They need the token for routers as well.
  public String connection(String migration) {
    return "crossfade:%s/routes/%s".formatted(address(), migration);
  }

  /// Where people's commands reach this process.
  public ControlEndpoint endpoint() {
    return new ControlEndpoint(ProcessHandle.current().pid(), javalin.port(), access.people());
  }

  /// Takes no new request, and gives those under way a moment to be answered.
  @Override
  public void close() {
    routes.forEach(Routes::close);
    javalin.stop();
  }

  private static void settings(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    // a verb holds its thread until it is done
    config.concurrency.useVirtualThreads = true;
    config.jsonMapper(new WireJson());
    config.registerPlugin(new RateLimitPlugin(_ -> {}));
    config.jetty.modifyServer(server -> server.setStopTimeout(LAST_ANSWERS.toMillis()));
  }
}
