package io.crossfade.cli;

import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "cutover",
    description = {
      "Moves writes and reads to the target.",
      "Transactions wait for a moment; where it would take longer than the manifest allows, everything stays as it was"
          + " (exit code 5)."
    })
final class CutoverCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  CutoverCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("cutover", context, CutoverCommand::cutOver)
        .run(which.where(context.engine()), format);
  }

  private static Verb.Done cutOver(Control control) {
    Control.SwitchReport report = control.cutover();
    return Verb.Done.of(ExitCode.of(report.decision()), report, Reports.of(report));
  }
}
