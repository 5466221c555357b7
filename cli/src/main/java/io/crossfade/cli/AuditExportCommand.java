package io.crossfade.cli;

import io.crossfade.cli.process.Known;
import io.crossfade.engine.audit.Audit;
import io.crossfade.engine.audit.AuditEntry;
import io.crossfade.engine.audit.CloudEventLine;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = {
      "Writes the audit to the standard output as CloudEvents 1.0, one JSON object in a line.",
      "Of all migrations in the control store, and with the hashes."
    })
final class AuditExportCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;

  private final Context context;

  @Mixin private Which which;

  @Option(
      names = "--after",
      paramLabel = "N",
      description = "Only entries with a greater number: what came since the last export.")
  private long written;

  AuditExportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return Known.audit(which.where(context.engine()), this::write).number();
  }

  /// Goes on where it stood when it is asked once more.
  private ExitCode write(Audit audit) {
    for (List<AuditEntry> page = audit.after(written, PAGE);
        !page.isEmpty();
        page = audit.after(written, PAGE)) {
      page.forEach(entry -> context.terminal().out().println(CloudEventLine.of(entry)));
      written = page.getLast().number();
    }
    context.terminal().out().flush();
    return ExitCode.OK;
  }
}
