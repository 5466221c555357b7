package io.crossfade.cli;

import io.crossfade.cli.process.Whereabouts;
import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "cleanup",
    description = {
      "Takes everything of ours away but the fence of the old side. The point of no return: afterwards nothing leads back to the source."
    })
final class CleanupCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private Which which;
  @Mixin private Format format;

  @Option(names = "--yes", description = "Do not ask. Needed where nobody can answer.")
  private boolean yes;

  CleanupCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Whereabouts where = which.where(context.engine());
    if (!yes && !confirmed()) {
      context.terminal().err().println("Nothing was done.");
      return ExitCode.USAGE.number();
    }
    return new Verb("cleanup", context, CleanupCommand::cleanUp).run(where, format);
  }

  private boolean confirmed() {
    String answer =
        context
            .terminal()
            .ask("Nothing leads back to the source after a cleanup. Clean up? (yes/no) ");
    if (answer == null) {
      throw new ParameterException(
          spec.commandLine(), "nothing was done: cleanup has to be confirmed, with --yes");
    }
    return answer.equals("yes");
  }

  private static Verb.Done cleanUp(Control control) {
    Control.EndReport report = control.cleanup();
    return Verb.Done.last(report, Reports.of(report));
  }
}
