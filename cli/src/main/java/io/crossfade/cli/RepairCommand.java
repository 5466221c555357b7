package io.crossfade.cli;

import io.crossfade.cli.process.CarryOn;
import io.crossfade.cli.process.Drafts;
import io.crossfade.cli.process.Known;
import io.crossfade.cli.process.RunningProcess;
import io.crossfade.cli.process.ServedMigration;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.process.Whereabouts;
import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import io.crossfade.engine.repair.Mender;
import io.crossfade.engine.repair.Repair;
import io.crossfade.server.RemoteControl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "repair",
    description = {
      "Finds what a half-done step has left behind in both databases and in the store, mends it, and says what it did.",
      "Works through the running process, or by itself where there is none: then give the MANIFEST."
    })
final class RepairCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private Which which;
  @Mixin private Format format;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  RepairCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    return switch (which.where(context.engine())) {
      case ServedMigration served -> byProcess(served);
      case StateDirectory directory -> {
        Optional<RemoteControl> running = RunningProcess.find(directory);
        running.ifPresent(RemoteControl::close);
        yield running.isPresent() ? byProcess(directory) : byThisOne(directory);
      }
    };
  }

  private int byProcess(Whereabouts where) {
    return new Verb("repair", context, control -> done(control.repair(dryRun))).run(where, format);
  }

  private int byThisOne(StateDirectory directory) throws InterruptedException {
    Control.RepairReport report = byOurselves(directory);
    Verb.Done done = done(report);
    return format.write(
        context.terminal(),
        new Answer(
            "repair", done.exit().number(), report, Known.status(directory).outlook().nextSteps()),
        done.text());
  }

  /// As `run` does, and without going on.
  private Control.RepairReport byOurselves(StateDirectory directory) throws InterruptedException {
    Path manifest = which.manifest();
    RunningProcess.requireNoneElsewhere(directory);
    var _ = Known.status(directory); // refuses where nothing is recorded, before anything is made
    if (manifest == null) {
      throw new ParameterException(
          spec.commandLine(),
          "no process carries the migration on here, so that both databases have to be opened: give its MANIFEST");
    }
    CarryOn.Manner manner =
        new CarryOn.Manner(false, context.terminal().err()::println, null, Set.of());
    try (CarryOn carryOn = CarryOn.start(context.engine(), manifest, directory, manner)) {
      Control.RepairReport report = carryOn.repair(dryRun);
      List<Control.Repaired> all = new ArrayList<>(report.repaired());
      Repair files = new Repair(List.of(), Mender.real(() -> {}, _ -> {}));
      all.addAll(files.run(new Drafts(directory.path()), dryRun).repaired());
      return new Control.RepairReport(dryRun, all);
    }
  }

  private static Verb.Done done(Control.RepairReport report) {
    ExitCode exit =
        report.repaired().stream().allMatch(Control.Repaired::mended)
            ? ExitCode.OK
            : ExitCode.FAILED;
    return Verb.Done.of(exit, report, Reports.of(report));
  }
}
