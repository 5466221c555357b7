package io.crossfade.cli;

import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import io.crossfade.engine.Decision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rollback",
    description = {
      "Moves writes and reads back to the source.",
      "Nothing is lost while the target can be read, but rows that differ: repair drift before."
    })
final class RollbackCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  @Option(
      names = "--accept-loss",
      description =
          "Go back even if the target cannot be read. What it acknowledged and has not sent back stays there; the"
              + " answer says since when.")
  private boolean acceptLoss;

  RollbackCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("rollback", context, this::rollBack).run(which.where(context.engine()), format);
  }

  private Verb.Done rollBack(Control control) {
    Control.SwitchReport report = control.rollback(acceptLoss);
    ExitCode exit = report.decision() == Decision.FLIP ? ExitCode.OK : ExitCode.FAILED;
    return Verb.Done.of(exit, report, Reports.of(report));
  }
}
