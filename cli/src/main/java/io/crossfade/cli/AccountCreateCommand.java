package io.crossfade.cli;

import io.crossfade.engine.access.Role;
import io.crossfade.server.RemoteAccounts;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = {
      "Makes an account, and prints its token on the standard output, this once: it is kept nowhere."
    })
final class AccountCreateCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private AtServer at;
  @Mixin private Format format;

  @Parameters(paramLabel = "NAME", description = "Whose it is.")
  private String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      required = true,
      split = ",",
      description =
          "viewer, operator, approver, admin or router; several with commas between them.")
  private List<String> roles;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "0",
      description = "After how many days it ends. Default: never.")
  private int days;

  AccountCreateCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    EnumSet<Role> wanted =
        roles.stream()
            .map(Role::named)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    RemoteAccounts.Made made = at.accounts(context.engine()).make(name, wanted, days);
    return format.write(
        context.terminal(),
        new Answer(
            "account create",
            ExitCode.OK.number(),
            Map.of("account", made.account(), "token", made.token().reveal()),
            List.of()),
        List.of(made.token().reveal()));
  }
}
