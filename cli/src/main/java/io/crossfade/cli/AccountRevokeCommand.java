package io.crossfade.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description = {"Takes an account back, with all its sessions, within a second."})
final class AccountRevokeCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private AtServer at;
  @Mixin private Format format;

  @Parameters(
      paramLabel = "ID",
      description = "Of the account, as `crossfade account list` shows it.")
  private String id;

  AccountRevokeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    at.accounts(context.engine()).revoke(id);
    return format.write(
        context.terminal(),
        new Answer("account revoke", ExitCode.OK.number(), Map.of("revoked", id), List.of()),
        List.of("account %s opens nothing any more".formatted(id)));
  }
}
