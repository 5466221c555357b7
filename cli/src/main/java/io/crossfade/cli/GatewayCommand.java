package io.crossfade.cli;

import io.crossfade.cli.gateway.ManifestGateway;
import io.crossfade.cli.gateway.RoutedGateway;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.process.StopSignal;
import io.crossfade.client.KeptRoute;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "gateway",
    description = {
      "Stands between applications and both databases, for those that cannot embed the client: they"
          + " connect to it as to PostgreSQL, and are moved with the migration. See"
          + " docs/gateway.md.",
      "Several may run at once. Each goes on with its last route while the migration's process is"
          + " away."
    })
final class GatewayCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "MANIFEST",
      description = "The migration's manifest, with a section gateway.")
  private Path manifest;

  @ArgGroup(exclusive = true)
  private @Nullable Place place;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen, whatever the manifest says; 0 for a free port.")
  private @Nullable Integer port;

  @Option(
      names = "--route-file",
      paramLabel = "FILE",
      description = {
        "Where the last route is kept, with which it starts while the migration's process is away:"
            + " a file for each gateway. Default: gateway-<port>.route in the state directory."
      })
  private @Nullable Path routeFile;

  GatewayCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    ManifestGateway described = described();
    String migration = described.migration();
    StateDirectory directory = StateDirectory.find(migration, Place.stateDirectory(place));
    String keptAs = "gateway-%d.route".formatted(described.settings().listen().port());
    KeptRoute kept = new KeptRoute(Place.routeFile(routeFile, directory, keptAs), migration);
    try (RoutedGateway gateway =
            RoutedGateway.start(
                described,
                Place.controlPlane(place, context.engine(), directory, migration),
                kept);
        StopSignal signal = StopSignal.closes(gateway)) {
      context
          .terminal()
          .err()
          .println(
              "crossfade: the gateway of migration %s listens on %s for database %s; its last route is kept in %s"
                  .formatted(migration, gateway.where(), described.database(), kept.file()));
      gateway.awaitEnd();
      signal.hasNotCome();
    }
    return ExitCode.OK.number();
  }

  private ManifestGateway described() {
    ManifestGateway said =
        context
            .engine()
            .gateway(manifest)
            .orElseThrow(() ->
                new CrossfadeException(
                    ErrorCode.MANIFEST_INVALID,
                    "%s has no section gateway; add `gateway: {users: {NAME: {password: {env: NAME}}}}`, see docs/gateway.md"
                        .formatted(manifest)));
    return port == null ? said : said.at(port);
  }
}
