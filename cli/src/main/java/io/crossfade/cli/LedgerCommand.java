package io.crossfade.cli;

import io.crossfade.cli.view.LedgerPage;
import io.crossfade.engine.Control;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "ledger",
    description = {
      "Shows dual writes that have not arrived on the other side.",
      "Also answers of the two sides that differ. Both as the routers in the applications tell."
    })
final class LedgerCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private Which which;
  @Mixin private Format format;

  @Option(
      names = "--forget",
      paramLabel = "ROUTER",
      description = "What a lost router had in its ledger does not count any more.")
  private @Nullable String forget;

  LedgerCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return new Verb("ledger", context, this::ledger).run(which.where(context.engine()), format);
  }

  private Verb.Done ledger(Control control) {
    if (forget != null) {
      control.forgetRouter(forget);
    }
    Control.LedgerReport report = control.ledger();
    return Verb.Done.of(ExitCode.OK, report, LedgerPage.of(report));
  }
}
