package io.crossfade.cli;

import io.crossfade.cli.process.RunningProcess;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import io.crossfade.engine.NextStep;
import io.crossfade.server.RemoteControl;
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
    name = "plan",
    description = {
      "Shows the steps of a migration and what would stop it.",
      "Looks into both databases and changes neither."
    })
final class PlanCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "MANIFEST", description = "The migration's manifest.")
  private Path manifest;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where the migration's state lies. Default: ./.crossfade/<migration>.")
  private @Nullable Path stateDirectory;

  @Mixin private Format format;

  PlanCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Control.Plan plan = plan();
    boolean free = plan.problems().isEmpty();
    NextStep run = new NextStep("run " + manifest, "carries the plan out");
    ExitCode exit = free ? ExitCode.OK : ExitCode.FAILED;
    return format.write(
        context.terminal(),
        new Answer("plan", exit.number(), plan, free ? List.of(run) : List.of()),
        Reports.of(plan));
  }

  private Control.Plan plan() {
    String migration = context.engine().migration(manifest);
    Optional<RemoteControl> running =
        RunningProcess.find(
            StateDirectory.find(migration, stateDirectory).with(context.engine().store(manifest)));
    if (running.isEmpty()) {
      return context.engine().plan(manifest);
    }
    try (RemoteControl control = running.get()) {
      return control.plan();
    }
  }
}
