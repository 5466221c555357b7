package io.crossfade.cli;

import io.crossfade.cli.process.Known;
import io.crossfade.cli.view.StatusPage;
import io.crossfade.cli.view.Style;
import io.crossfade.engine.Status;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = {
      "Says how a migration is doing and what can be done next.",
      "Where no process carries it on, it says what was recorded last."
    })
final class StatusCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Status status = Known.status(which.where(context.engine()));
    Style style = new Style(context.terminal().colour());
    return format.write(
        context.terminal(),
        new Answer("status", ExitCode.OK.number(), status, status.outlook().nextSteps()),
        StatusPage.of(status, style));
  }
}
