package io.crossfade.cli;

import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "abort",
    description = {
      "Gives the migration up and leaves the source as it was.",
      "Not after a cutover: go back first (rollback)."
    })
final class AbortCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  AbortCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("abort", context, AbortCommand::abort)
        .run(which.where(context.engine()), format);
  }

  private static Verb.Done abort(Control control) {
    Control.EndReport report = control.abort();
    return Verb.Done.last(report, Reports.of(report));
  }
}
