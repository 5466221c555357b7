package io.crossfade.cli;

import io.crossfade.cli.process.Asker;
import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "resume", description = "Ends a pause: the migration goes on where it was.")
final class ResumeCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  ResumeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("resume", context, ResumeCommand::resume)
        .run(which.where(context.engine()), format);
  }

  private static Verb.Done resume(Control control) {
    Control.PauseReport report = control.resume(Asker.here());
    return Verb.Done.of(ExitCode.OK, report, Reports.resumed(report));
  }
}
