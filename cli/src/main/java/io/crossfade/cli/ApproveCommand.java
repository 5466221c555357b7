package io.crossfade.cli;

import io.crossfade.cli.process.Asker;
import io.crossfade.engine.Control;
import io.crossfade.engine.Status;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "approve",
    description = {
      "Says yes to a step that somebody else has asked for, and that needs more than one person.",
      "Needs an account with the role approver: give --server and --token-file."
    })
final class ApproveCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private WhichStep step;
  @Mixin private Format format;

  @Option(
      names = "--plan",
      paramLabel = "DIGEST",
      description = {
        "Only if the plan still has this digest, of which twelve digits are enough.",
        "Default: the plan as it is now."
      })
  private @Nullable String plan;

  ApproveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("approve", context, this::approve).run(which.where(context.engine()), format);
  }

  private Verb.Done approve(Control control) {
    Status.Approval asked = step.find(control);
    Status.Approval said =
        control.approving().approve(asked.step(), Asker.here(), plan == null ? asked.plan() : plan);
    return Verb.Done.of(ExitCode.OK, said, List.of(said.step().spelled() + ": " + said.text()));
  }
}
