package io.crossfade.cli;

import io.crossfade.cli.process.RunningProcess;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.view.FindingsPage;
import io.crossfade.connector.Finding;
import io.crossfade.engine.Control;
import io.crossfade.engine.NextStep;
import io.crossfade.server.RemoteControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Looks for whatever would stop or disturb a migration: what is wrong, where, what mends it.",
      "Looks into both databases and changes neither. Fails where something would stop it."
    })
final class CheckCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "MANIFEST", description = "The migration's manifest.")
  private Path manifest;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where the migration's state lies. Default: ./.crossfade/<migration>.")
  private @Nullable Path stateDirectory;

  @Mixin private Format format;

  /// What `-o json` writes.
  record Checked(String migration, List<Finding> findings, List<String> notes) {}

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    StateDirectory directory =
        StateDirectory.find(context.engine().migration(manifest), stateDirectory)
            .with(context.engine().store(manifest));
    Control.Plan plan = look(context, manifest, directory);
    boolean free = plan.problems().isEmpty();
    List<NextStep> next =
        free
            ? List.of(
                new NextStep("plan " + manifest, "shows what would be done"),
                new NextStep("run " + manifest, "does it"))
            : List.of(new NextStep("check " + manifest, "once that is mended"));
    ExitCode exit = free ? ExitCode.OK : ExitCode.FAILED;
    return format.write(
        context.terminal(),
        new Answer(
            "check",
            exit.number(),
            new Checked(plan.migration(), plan.findings(), plan.notes()),
            next),
        FindingsPage.of(plan, next));
  }

  /// Where a process carries the migration on, it knows what is behind.
  static Control.Plan look(Context context, Path manifest, StateDirectory directory) {
    Optional<RemoteControl> running = RunningProcess.find(directory);
    if (running.isEmpty()) {
      if (Files.isDirectory(directory.path())) {
        context
            .terminal()
            .err()
            .println(
                "The migration %s has begun, and no process carries it on: what is said now is how it looks for one that begins anew. `crossfade status` says where it is."
                    .formatted(directory.migration()));
      }
      return context.engine().plan(manifest);
    }
    try (RemoteControl control = running.get()) {
      return control.plan();
    }
  }
}
