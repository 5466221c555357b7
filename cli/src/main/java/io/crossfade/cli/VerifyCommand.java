package io.crossfade.cli;

import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "verify",
    description = "Compares both sides row by row while they are written. Fails where they differ.")
final class VerifyCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  @Option(
      names = "--repair",
      description = "Write proven differences over, from the side that is written.")
  private boolean repair;

  VerifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("verify", context, this::verify).run(which.where(context.engine()), format);
  }

  private Verb.Done verify(Control control) {
    Control.VerifyReport report = control.verify(repair);
    return Verb.Done.of(report.clean() ? ExitCode.OK : ExitCode.FAILED, report, Reports.of(report));
  }
}
