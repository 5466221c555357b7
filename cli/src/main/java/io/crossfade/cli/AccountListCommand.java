package io.crossfade.cli;

import io.crossfade.engine.access.Account;
import io.crossfade.engine.access.Role;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    description = {
      "The accounts of a server, also those that were revoked or have ended, and who is logged in now."
    })
final class AccountListCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private AtServer at;
  @Mixin private Format format;

  AccountListCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Account> all = at.accounts(context.engine()).all();
    return format.write(
        context.terminal(),
        new Answer("account list", ExitCode.OK.number(), all, List.of()),
        all.isEmpty()
            ? List.of("no accounts yet: `crossfade account create` makes one")
            : all.stream().map(AccountListCommand::line).toList());
  }

  private static String line(Account account) {
    String ends = account.ends() == null ? "" : "  ends " + account.ends();
    String behind = account.behind() == null ? "" : "  session of " + account.behind();
    return "%s  %-28s %s  made %s by %s%s%s%s"
        .formatted(
            account.id(),
            Role.text(account.roles()),
            account.name(),
            account.at(),
            account.givenBy(),
            behind,
            ends,
            account.revoked() == null ? "" : "  REVOKED " + account.revoked());
  }
}
