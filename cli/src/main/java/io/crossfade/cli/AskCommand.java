package io.crossfade.cli;

import io.crossfade.cli.process.Asker;
import io.crossfade.engine.Control;
import io.crossfade.engine.Status;
import io.crossfade.engine.StepName;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "ask",
    description = {
      "Asks for the approval of a step, without wanting it at once: today for tomorrow.",
      "Whoever wants a step that needs approval has asked for it anyway."
    })
final class AskCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      required = true,
      converter = StepArgument.class,
      description = "cutover, cleanup or shift-reads.")
  private StepName step;

  AskCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("ask", context, this::ask).run(which.where(context.engine()), format);
  }

  private Verb.Done ask(Control control) {
    control.approving().ask(step, Asker.here());
    List<Status.Approval> all = control.approving().all();
    return Verb.Done.of(
        ExitCode.OK,
        all,
        all.isEmpty()
            ? List.of("No step needs approval.")
            : all.stream().map(one -> one.step().spelled() + ": " + one.text()).toList());
  }
}
