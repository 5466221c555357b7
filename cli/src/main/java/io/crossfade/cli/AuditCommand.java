package io.crossfade.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command without what is wanted of the audit.
@Command(
    name = "audit",
    description = {
      "Who asked for what, and what came of it: a chain of entries in which nobody changes one unseen."
    })
final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  static CommandLine commandLine(Context context) {
    return new CommandLine(new AuditCommand())
        .addSubcommand(new AuditShowCommand(context))
        .addSubcommand(new AuditVerifyCommand(context))
        .addSubcommand(new AuditExportCommand(context));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which of show, verify and export? See crossfade audit --help.");
  }
}
