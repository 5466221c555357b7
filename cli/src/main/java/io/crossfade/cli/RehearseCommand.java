package io.crossfade.cli;

import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "rehearse",
    description = {
      "Tries the switch that could come next, up to its decision, and moves nobody.",
      "Transactions wait for a moment, as they would in the switch. Says how long each part took, and what would refuse"
          + " the switch now (exit code 3)."
    })
final class RehearseCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  RehearseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("rehearse", context, RehearseCommand::rehearse)
        .run(which.where(context.engine()), format);
  }

  private static Verb.Done rehearse(Control control) {
    Control.RehearsalReport report = control.rehearse();
    ExitCode exit = report.refusals().isEmpty() ? ExitCode.OK : ExitCode.GATE_REFUSED;
    return Verb.Done.of(report.passed() ? exit : ExitCode.FAILED, report, Reports.of(report));
  }
}
