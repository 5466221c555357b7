package io.crossfade.cli;

import io.crossfade.adapters.Adapter;
import io.crossfade.adapters.Program;
import io.crossfade.cli.adapter.ManifestAdapter;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.process.StopSignal;
import io.crossfade.client.HttpRouteSource;
import io.crossfade.client.KeptRoute;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "adapter",
    description = {
      "Leads a PgBouncer or an HAProxy of yours by the migration's route, where applications"
          + " connect to one already: see docs/adapters.md.",
      "It runs beside that program, whose configuration file it changes. It may be stopped or"
          + " killed at any moment: the same command goes on. A hold goes on meanwhile."
    })
final class AdapterCommand implements Callable<Integer> {
  /// How long the control plane is asked for a first route.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Context context;

  @Parameters(
      index = "0",
      paramLabel = "PROGRAM",
      converter = ProgramArgument.class,
      description = "pgbouncer or haproxy.")
  private ManifestAdapter.Kind kind;

  @Parameters(
      index = "1",
      paramLabel = "MANIFEST",
      description = "The migration's manifest, with a section adapters.")
  private Path manifest;

  @ArgGroup(exclusive = true)
  private @Nullable Place place;

  @Option(
      names = "--route-file",
      paramLabel = "FILE",
      description = {
        "Where the last route is kept, with which it starts while the migration's process is away:"
            + " a file for each adapter. Default: adapter-<program>.route in the state directory."
      })
  private @Nullable Path routeFile;

  AdapterCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    ManifestAdapter described = context.engine().adapter(manifest);
    String migration = described.migration();
    String name = kind.name().toLowerCase(Locale.ROOT);
    StateDirectory directory = StateDirectory.find(migration, Place.stateDirectory(place));
    Consumer<String> telling = line -> context.terminal().err().println("crossfade: " + line);
    Program program = described.program(kind);
    // before anybody waits for this adapter
    program.check().forEach(telling);
    KeptRoute kept =
        new KeptRoute(
            Place.routeFile(routeFile, directory, "adapter-%s.route".formatted(name)), migration);
    HttpRouteSource routes =
        HttpRouteSource.open(
            Place.controlPlane(place, context.engine(), directory, migration),
            name,
            PATIENCE,
            kept);
    try (Adapter adapter = Adapter.start(routes, program, telling);
        StopSignal signal = StopSignal.closes(adapter)) {
      adapter.awaitEnd();
      signal.hasNotCome();
    }
    return ExitCode.OK.number();
  }
}
