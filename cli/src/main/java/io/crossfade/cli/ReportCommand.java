package io.crossfade.cli;

import io.crossfade.cli.process.Known;
import io.crossfade.cli.process.Whereabouts;
import io.crossfade.cli.view.ReportPage;
import io.crossfade.engine.report.Report;
import io.crossfade.server.pages.ActAndOutcome;
import io.crossfade.server.pages.TeamReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "report",
    description = {
      "Tells what happened to a migration: steps, switches and rehearsals with the time of each part, verdicts, drift,"
          + " errors, pauses, processes.",
      "As Markdown, as JSON, or as a page. Works without a running process and after the end; the same events make the same report."
    })
final class ReportCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  @Option(
      names = "--html",
      description = "As a page that can be kept as a file and printed, with who asked for what.")
  private boolean html;

  ReportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Whereabouts where = which.where(context.engine());
    Report report = Report.of(Known.events(where));
    if (html) {
      String migration = report.what().migration();
      List<ActAndOutcome> asked = Known.audit(where, audit -> ActAndOutcome.of(migration, audit));
      context.terminal().out().print(new TeamReport(report, asked).html());
      context.terminal().out().flush();
      return ExitCode.OK.number();
    }
    return format.write(
        context.terminal(),
        new Answer(
            "report", ExitCode.OK.number(), report, Known.status(where).outlook().nextSteps()),
        ReportPage.of(report));
  }
}
