package io.crossfade.demo.load;

import io.crossfade.client.ControlPlane;
import io.crossfade.client.FixedRouteSource;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.RouteSource;
import io.crossfade.demo.record.RecordWriter;
import io.crossfade.demo.shop.Size;
import io.crossfade.model.Route;
import io.crossfade.model.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The workload's process. It ends in order when its standard input ends, thus also when the
/// process that started it dies.
@Command(name = "load", description = "Uses the sample shop as its customers would.")
public final class Load implements Callable<Integer> {
  static final String READY = "READY";

  @Option(names = "--databases", required = true, description = "File with both JDBC URLs.")
  Path databases = Path.of("");

  @Option(names = "--routes", description = "File with the control plane's address and token.")
  @Nullable Path routes;

  @Option(names = "--gateway", description = "JDBC URL of a gateway, for a plain driver.")
  @Nullable String gateway;

  @Option(names = "--fixed", description = "Use this side, without a control plane.")
  @Nullable Side fixed;

  @Option(names = "--record", required = true, description = "File that the record goes to.")
  Path record = Path.of("");

  @Option(names = "--size", description = "The shop's size: ${COMPLETION-CANDIDATES}.")
  Size size = Size.MEDIUM;

  @Option(names = "--schema", description = "Change rows of its tables, not the shop's.")
  @Nullable String schema;

  @Option(names = "--rate", description = "Transactions per second.")
  int rate = 300;

  @Option(names = "--clients", description = "Clients at the same time.")
  int clients = 8;

  @Option(names = "--seed", description = "What the clients' choices are drawn from.")
  long seed = 1;

  @Option(names = "--mirrored", description = "Write both sides, as the routes say.")
  boolean mirrored;

  @Option(names = "--break-one", description = "Let one transaction fail.")
  boolean breakOne;

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Load()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Databases urls = Databases.read(databases);
    try (RecordWriter writer = new RecordWriter(record);
        Connections routed = routed(urls);
        Connections bypass =
            new DirectConnections(Pools.open(urls.source(), 1, "shop/bypass"), Side.SOURCE);
        Crowd crowd = new Crowd(writer, seed)) {
      if (schema == null) {
        crowd.admit(routed, size, clients, rate);
        if (!mirrored) {
          crowd.admitBypass(bypass);
        }
      } else {
        crowd.admit(routed, AnyRows.dealt(urls.source(), schema, clients, seed), rate);
      }
      if (breakOne) {
        new Teller(routed, writer, "broken").carryOut(new BreakOne());
      }
      System.out.println(READY);
      awaitEndOfInput();
    }
    return 0;
  }

  private Connections routed(Databases urls) {
    if (mirrored) {
      int atOnce = clients + MirroredConnections.MIRRORS + 2;
      return new MirroredConnections(
          routeSource(),
          Pools.open(urls.source(), atOnce, "shop/source"),
          Pools.mayBeAway(urls.target(), atOnce, "shop/target"));
    }
    if (gateway != null) {
      return new GatewayConnections(Pools.open(gateway, clients + 2, "shop"));
    }
    return new RoutedConnections(
        routeSource(),
        Pools.open(urls.source(), clients + 2, "shop/source"),
        Pools.open(urls.target(), clients + 2, "shop/target"));
  }

  private RouteSource routeSource() {
    if (fixed != null) {
      return new FixedRouteSource(Route.initial("fixed").allOn(fixed));
    }
    if (routes == null) {
      throw new IllegalArgumentException("Give --routes FILE, or --fixed SIDE.");
    }
    return HttpRouteSource.open(ControlPlane.in(routes));
  }

  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // Nobody has anything to say to us but that it is over.
      continue;
    }
  }
}
