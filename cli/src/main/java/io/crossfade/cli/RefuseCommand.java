package io.crossfade.cli;

import io.crossfade.cli.process.Asker;
import io.crossfade.engine.Control;
import io.crossfade.engine.Status;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "refuse",
    description = {
      "Says no to a step that somebody has asked for. What others have approved of it is void.",
      "Also takes back a yes. Needs an account with the role approver: give --server and --token-file."
    })
final class RefuseCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private WhichStep step;
  @Mixin private Format format;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for whoever has asked.")
  private String reason;

  RefuseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("refuse", context, this::refuse).run(which.where(context.engine()), format);
  }

  private Verb.Done refuse(Control control) {
    Status.Approval said =
        control.approving().refuse(step.find(control).step(), Asker.here(), reason);
    return Verb.Done.of(ExitCode.OK, said, List.of(said.step().spelled() + ": " + said.text()));
  }
}
