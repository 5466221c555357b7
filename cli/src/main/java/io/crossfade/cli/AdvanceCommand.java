package io.crossfade.cli;

import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import io.crossfade.engine.StepName;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "advance",
    description = {
      "Takes the step that waits for a person's word, and says which one that is.",
      "Never cleanup, from which nothing leads back: that has a command of its own."
    })
final class AdvanceCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  @Option(
      names = "--to",
      paramLabel = "STEP",
      description = "Only if it is this step that waits, for scripts: cutover.")
  private @Nullable String to;

  AdvanceCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("advance", context, this::advance).run(which.where(context.engine()), format);
  }

  private Verb.Done advance(Control control) {
    String wanted = to == null ? control.status().outlook().waitsFor() : to;
    StepName step =
        Arrays.stream(StepName.values())
            .filter(known -> known.spelled().equals(wanted))
            .findFirst()
            .orElse(null);
    if (step == StepName.CUTOVER) {
      context.terminal().err().println("Next is %s: %s.".formatted(step.spelled(), step.does()));
    }
    Control.AdvanceReport report = control.advance(step);
    return Verb.Done.of(
        ExitCode.of(report.report().decision()), report, Reports.of(report.report()));
  }
}
