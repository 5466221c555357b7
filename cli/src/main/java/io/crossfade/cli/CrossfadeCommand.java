package io.crossfade.cli;

import io.crossfade.cli.process.Engine;
import io.crossfade.engine.CrossfadeVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command without a verb, and the list of all verbs.
@Command(
    name = "crossfade",
    description = "Moves a live database to another one while both serve traffic, and can go back.",
    versionProvider = CrossfadeCommand.Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    usageHelpWidth = 100,
    usageHelpAutoWidth = false)
final class CrossfadeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  boolean isDebugging() {
    return debug;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"crossfade " + CrossfadeVersion.current()};
    }
  }

  static CommandLine commandLine(Engine engine, Terminal terminal) {
    Context context = new Context(engine, terminal);
    CommandLine commands =
        new CommandLine(new CrossfadeCommand())
            .addSubcommand(new InitCommand(context))
            .addSubcommand(new CheckCommand(context))
            .addSubcommand(new PlanCommand(context))
            .addSubcommand(new RunCommand(context))
            .addSubcommand(new ServerCommand(context))
            .addSubcommand(new GatewayCommand(context))
            .addSubcommand(new AdapterCommand(context))
            .addSubcommand(new StatusCommand(context))
            .addSubcommand(new WatchCommand(context))
            .addSubcommand(new ReportCommand(context))
            .addSubcommand(new VerifyCommand(context))
            .addSubcommand(new PauseCommand(context))
            .addSubcommand(new ResumeCommand(context))
            .addSubcommand(new ThrottleCommand(context))
            .addSubcommand(new LedgerCommand(context))
            .addSubcommand(new RehearseCommand(context))
            .addSubcommand(new AdvanceCommand(context))
            .addSubcommand(new AskCommand(context))
            .addSubcommand(new ApproveCommand(context))
            .addSubcommand(new RefuseCommand(context))
            .addSubcommand(new CutoverCommand(context))
            .addSubcommand(new RollbackCommand(context))
            .addSubcommand(new AbortCommand(context))
            .addSubcommand(new CleanupCommand(context))
            .addSubcommand(new RepairCommand(context))
            .addSubcommand(AccountCommand.commandLine(context))
            .addSubcommand(AuditCommand.commandLine(context))
            .addSubcommand(new SupportBundleCommand(context));
    return commands
        .setExecutionExceptionHandler(new ErrorReport(terminal))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setOut(terminal.outWriter())
        .setErr(terminal.errWriter());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? See crossfade --help.");
  }
}
