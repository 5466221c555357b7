package io.crossfade.cli;

import io.crossfade.cli.process.ServedMigration;
import io.crossfade.cli.process.StateDirectory;
import io.crossfade.cli.view.PlanPage;
import io.crossfade.engine.Control;
import io.crossfade.engine.NextStep;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "plan",
    description = {
      "Shows the steps of a migration, what each would do to both sides, and what would stop it.",
      "Looks into both databases and changes neither."
    })
final class PlanCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "MANIFEST", description = "The migration's manifest.")
  private Path manifest;

  @ArgGroup(exclusive = true)
  private @Nullable Place place;

  @Option(
      names = "--ddl",
      description =
          "Print the statements that make the target's tables, in order, and nothing else.")
  private boolean ddl;

  @Mixin private Format format;

  PlanCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (ddl) {
      List<String> statements = context.engine().ddl(manifest);
      return format.write(
          context.terminal(),
          new Answer("plan", ExitCode.OK.number(), Map.of("ddl", statements), List.of()),
          statements.stream().map(statement -> statement + ";").toList());
    }
    Control.Plan plan = look();
    boolean free = plan.problems().isEmpty();
    NextStep run = new NextStep("run " + manifest, "carries the plan out");
    ExitCode exit = free ? ExitCode.OK : ExitCode.FAILED;
    return format.write(
        context.terminal(),
        new Answer("plan", exit.number(), plan, free ? List.of(run) : List.of()),
        PlanPage.of(plan));
  }

  private Control.Plan look() {
    return switch (Place.where(place, context.engine(), manifest, null)) {
      case ServedMigration served -> served.plan(manifest);
      case StateDirectory directory -> CheckCommand.look(context, manifest, directory);
    };
  }
}
