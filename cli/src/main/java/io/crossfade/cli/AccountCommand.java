package io.crossfade.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command without what is wanted of the accounts.
@Command(
    name = "account",
    description = {"Who may ask a server for what. See docs/access.md. Needs the role admin."})
final class AccountCommand implements Runnable {
  @Spec private CommandSpec spec;

  static CommandLine commandLine(Context context) {
    return new CommandLine(new AccountCommand())
        .addSubcommand(new AccountCreateCommand(context))
        .addSubcommand(new AccountListCommand(context))
        .addSubcommand(new AccountRevokeCommand(context));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which of create, list and revoke? See crossfade account --help.");
  }
}
