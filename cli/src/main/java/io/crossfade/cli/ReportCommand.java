package io.crossfade.cli;

import io.crossfade.cli.process.Known;
import io.crossfade.cli.process.Whereabouts;
import io.crossfade.cli.view.ReportPage;
import io.crossfade.engine.report.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "report",
    description = {
      "Tells what happened to a migration: steps, switches and rehearsals with the time of each part, verdicts, drift,"
          + " errors, pauses, processes.",
      "As Markdown, or as JSON. Works without a running process and after the end; the same events make the same report."
    })
final class ReportCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  ReportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Whereabouts where = which.where(context.engine());
    Report report = Report.of(Known.events(where));
    return format.write(
        context.terminal(),
        new Answer(
            "report", ExitCode.OK.number(), report, Known.status(where).outlook().nextSteps()),
        ReportPage.of(report));
  }
}
