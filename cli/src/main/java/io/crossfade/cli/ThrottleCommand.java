package io.crossfade.cli;

import io.crossfade.cli.process.Asker;
import io.crossfade.cli.view.Reports;
import io.crossfade.engine.Control;
import io.crossfade.engine.PaceSetting;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "throttle",
    description = {
      "Says how fast rows may be copied and compared, instead of the manifest.",
      "It lasts until it is said anew, over kills and restarts too."
    })
final class ThrottleCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private Which which;
  @Mixin private Format format;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private How how = new How();

  private static final class How {
    @Option(
        names = "--rows-per-second",
        paramLabel = "N",
        description = "At most so many, and fewer while a database does not bear them.")
    private long rowsPerSecond;

    @Option(names = "--off", description = "As fast as it goes, whatever it does to the databases.")
    private boolean off;

    @Option(names = "--adaptive", description = "As the manifest says.")
    private boolean adaptive;
  }

  ThrottleCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    PaceSetting setting = setting();
    return new Verb("throttle", context, control -> throttle(control, setting))
        .run(which.where(context.engine()), format);
  }

  private PaceSetting setting() {
    if (how.off) {
      return PaceSetting.OFF;
    }
    if (how.adaptive) {
      return PaceSetting.ADAPTIVE;
    }
    if (how.rowsPerSecond < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--rows-per-second must be 1 or more. `crossfade pause` stops the copy.");
    }
    return PaceSetting.limited(how.rowsPerSecond);
  }

  private static Verb.Done throttle(Control control, PaceSetting setting) {
    Control.ThrottleReport report = control.throttle(Asker.here(), setting);
    return Verb.Done.of(ExitCode.OK, report, Reports.of(report));
  }
}
