package io.crossfade.cli;

import io.crossfade.cli.process.Asker;
import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "pause",
    description = {
      "Stops what loads the databases and may wait: no chunk, comparison, step or cutover begins.",
      "The streams go on, and so does the traffic. It lasts until `resume`, over kills and restarts too."
    })
final class PauseCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for whoever sees the pause.")
  private String reason;

  PauseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("pause", context, this::pause).run(which.where(context.engine()), format);
  }

  private Verb.Done pause(Control control) {
    Control.PauseReport report = control.pause(Asker.here(), reason);
    return Verb.Done.of(ExitCode.OK, report, Reports.paused(report));
  }
}
