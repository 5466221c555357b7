package io.crossfade.server;

import io.crossfade.engine.store.ControlEndpoint;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.server.wire.WireJson;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.plugin.bundled.RateLimitPlugin;
import io.javalin.util.JavalinBindException;
import java.time.Duration;
import java.util.List;

/// The endpoint of the process that carries migrations on.
public final class ControlServer implements AutoCloseable {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  private final Javalin javalin;
  private final Access access;
  private final List<Routes> routes;
  private final Connectors connectors;

  private ControlServer(
      Javalin javalin, Access access, List<Routes> routes, Connectors connectors) {
    this.javalin = javalin;
    this.access = access;
    this.routes = List.copyOf(routes);
    this.connectors = connectors;
  }

  /// Starts on a free port of loopback.
  public static ControlServer start(Access access, List<Routes> routes) {
    return start(access, 0, routes);
  }

  /// Starts on this port of loopback, or on a free one where it is 0.
  public static ControlServer start(Access access, int port, List<Routes> routes) {
    return start(access, Doors.loopback(port), routes);
  }

  /// ALREADY_RUNNING if somebody else has a port, CONFIGURATION_INVALID if a certificate cannot be
  /// used.
  public static ControlServer start(Access access, Doors doors, List<Routes> routes) {
    Connectors connectors = new Connectors(doors);
    Javalin javalin =
        Javalin.create(config -> {
          settings(config);
          connectors.addTo(config.jetty);
          new SecurityHeaders().addTo(config.routes);
          new Gatekeeper(access).addTo(config.routes);
          new Bounds().addTo(config.routes);
          new Errors().addTo(config.routes);
          routes.forEach(r -> r.addTo(config.routes));
        });
    try {
      return new ControlServer(javalin.start(), access, routes, connectors);
    } catch (JavalinBindException e) {
      connectors.close();
      throw new CrossfadeException(
          ErrorCode.ALREADY_RUNNING,
          "%s is taken, or no address of this machine. Stop what listens there, or let Crossfade choose a free port."
              .formatted(connectors),
          e);
    }
  }

  /// Where it listens on this machine, as a URL.
  public String address() {
    return connectors.address();
  }

  /// Where others reach it, as a URL; as on this machine where nobody else does.
  public String outside() {
    return connectors.outside();
  }

  /// Where applications learn the route of a migration. They need the token for routers as well.
  public String connection(String migration) {
    return "crossfade:%s/routes/%s".formatted(address(), migration);
  }

  /// Where people's commands on this machine reach this process.
  public ControlEndpoint endpoint() {
    return new ControlEndpoint(
        ProcessHandle.current().pid(), connectors.loopbackPort(), access.people());
  }

  /// Takes no new request, and gives those under way a moment to be answered.
  @Override
  public void close() {
    routes.forEach(Routes::close);
    javalin.stop();
    connectors.close();
  }

  private static void settings(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    // a verb holds its thread until it is done
    config.concurrency.useVirtualThreads = true;
    config.jsonMapper(new WireJson());
    // else a path could be written in two ways, and one of them pass what looks at it
    config.router.ignoreTrailingSlashes = false;
    // anybody can write the headers by which it would tell people apart
    config.registerPlugin(new RateLimitPlugin(limit -> limit.setKeyFunction(Context::ip)));
    config.jetty.modifyServer(server -> server.setStopTimeout(LAST_ANSWERS.toMillis()));
  }
}
