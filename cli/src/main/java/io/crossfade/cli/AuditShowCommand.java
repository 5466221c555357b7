package io.crossfade.cli;

import io.crossfade.cli.process.Known;
import io.crossfade.cli.view.AuditPage;
import io.crossfade.engine.audit.Audit;
import io.crossfade.engine.audit.AuditEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Shows the newest entries of the audit, of all migrations in the control store.")
final class AuditShowCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;

  private final Context context;

  @Spec private CommandSpec spec;
  @Mixin private Which which;
  @Mixin private Format format;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many. Default: 50.")
  private int last;

  AuditShowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (last < 1) {
      throw new ParameterException(spec.commandLine(), "--last must be 1 or more");
    }
    List<AuditEntry> entries = Known.audit(which.where(context.engine()), this::newest);
    return format.write(
        context.terminal(),
        new Answer("audit show", ExitCode.OK.number(), entries, List.of()),
        AuditPage.of(entries));
  }

  private List<AuditEntry> newest(Audit audit) {
    List<AuditEntry> entries = new ArrayList<>();
    long read = Math.max(0, audit.head().number() - last);
    while (entries.size() < last) {
      List<AuditEntry> page = audit.after(read, Math.min(PAGE, last - entries.size()));
      if (page.isEmpty()) {
        return entries;
      }
      entries.addAll(page);
      read = page.getLast().number();
    }
    return entries;
  }
}
