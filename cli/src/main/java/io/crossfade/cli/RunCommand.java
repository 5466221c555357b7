package io.crossfade.cli;

import io.crossfade.cli.gateway.InsideGateway;
import io.crossfade.cli.gateway.ManifestGateway;
import io.crossfade.cli.process.CarryOn;
import io.crossfade.cli.process.ServedMigration;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.process.StopSignal;
import io.crossfade.cli.view.ProgressView;
import io.crossfade.cli.view.StatusPage;
import io.crossfade.cli.view.Style;
import io.crossfade.cli.view.WatchView;
import io.crossfade.engine.Phase;
import io.crossfade.engine.Status;
import io.crossfade.engine.shape.SourceTables;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.TableName;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = {
      "Carries a migration on, up to its end.",
      "Where a person decides (cutover, cleanup), it follows and waits for the command from another"
          + " terminal. It may be stopped or killed at any moment: the same command goes on."
    })
final class RunCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MANIFEST", description = "The migration's manifest.")
  private Path manifest;

  @ArgGroup(exclusive = true)
  private @Nullable Place place;

  @Option(
      names = "--takeover",
      description = {
        "Where the control store is on a server: take the migration at once from the process that"
            + " carries it on, which then writes nothing more. Without it, wait until that one is"
            + " not heard of."
      })
  private boolean takeover;

  @Option(
      names = "--spill-dir",
      paramLabel = "DIR",
      description = {
        "Where changes of transactions that do not fit into memory lie until they are applied."
            + " Default: the state directory."
      })
  private @Nullable Path spillDirectory;

  @Option(
      names = "--retake",
      paramLabel = "TABLE",
      converter = TableArgument.class,
      description = {
        "Copy this table (schema.table) of the source anew, as it is there now: after it was"
            + " changed in a way that the target cannot follow, or to take in one that was made"
            + " since. May be given several times."
      })
  private List<TableName> retake = List.of();

  @Option(
      names = "--no-gateway",
      description = "Start no gateway in this process, though the manifest has one.")
  private boolean withoutGateway;

  @Mixin private Format format;

  RunCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Status status =
        switch (Place.where(place, context.engine(), manifest, null)) {
          case ServedMigration served -> served(served);
          case StateDirectory directory -> carriedOn(directory);
        };
    ExitCode exit = status.where().phase() == Phase.CLEANED ? ExitCode.OK : ExitCode.ROLLED_BACK;
    return format.write(
        context.terminal(),
        new Answer("run", exit.number(), status, status.outlook().nextSteps()),
        StatusPage.of(status, new Style(context.terminal().colour())));
  }

  /// Gives it the manifest, and watches what becomes of it; Ctrl-C ends the watching only.
  private Status served(ServedMigration served) throws InterruptedException {
    if (takeover || spillDirectory != null || !retake.isEmpty() || withoutGateway) {
      throw new ParameterException(
          spec.commandLine(),
          "--takeover, --spill-dir, --retake and --no-gateway are for a migration that this process"
              + " carries on, not for --server");
    }
    Terminal terminal = context.terminal();
    served.begin(manifest);
    WatchView view =
        terminal.live()
            ? WatchView.live(terminal.err(), new Style(terminal.colour()))
            : WatchView.lines(terminal.err(), terminal.err());
    return new Watcher(view, terminal.live()).untilEnd(served);
  }

  /// The gateway outlives what this process does for the migration.
  private Status carriedOn(StateDirectory directory) throws InterruptedException {
    PrintStream err = context.terminal().err();
    AtomicReference<AutoCloseable> open = new AtomicReference<>(() -> {});
    try (InsideGateway gateway =
            new InsideGateway(gateway(), directory.path().resolve("routes"), err::println);
        StopSignal signal = StopSignal.closes(gateway.before(open::get))) {
      Status status;
      try {
        status = carriedOn(directory, gateway, open);
      } catch (CrossfadeException e) {
        gateway.outliveMigration("has stopped: " + e.getMessage());
        throw e;
      }
      gateway.outliveMigration("has ended");
      signal.hasNotCome();
      return status;
    }
  }

  private Optional<ManifestGateway> gateway() {
    return withoutGateway ? Optional.empty() : context.engine().gateway(manifest);
  }

  /// A change of the source's tables that can be followed ends one part and not the run.
  private Status carriedOn(
      StateDirectory directory, InsideGateway gateway, AtomicReference<AutoCloseable> open)
      throws InterruptedException {
    Set<TableName> anew = Set.copyOf(retake);
    while (true) {
      CarryOn.Manner manner =
          new CarryOn.Manner(takeover, context.terminal().err()::println, spillDirectory, anew);
      try (CarryOn carryOn = CarryOn.start(context.engine(), manifest, directory, manner)) {
        open.set(carryOn);
        gateway.start();
        return watched(carryOn);
      } catch (CrossfadeException e) {
        if (!"true".equals(e.fields().get(SourceTables.TAKEN_UP_NEXT))) {
          throw e;
        }
        context.terminal().err().println(e.getMessage());
      }
      anew = Set.of();
    }
  }

  private Status watched(CarryOn carryOn) throws InterruptedException {
    Terminal terminal = context.terminal();
    Style style = new Style(terminal.colour());
    try (ProgressView _ =
        new ProgressView(carryOn::status, terminal.err(), terminal.live(), style)) {
      return carryOn.run();
    }
  }
}
