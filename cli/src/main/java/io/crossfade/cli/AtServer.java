package io.crossfade.cli;

import io.crossfade.cli.process.Asker;
import io.crossfade.cli.process.Engine;
import io.crossfade.cli.process.RunningProcess;
import io.crossfade.server.RemoteAccounts;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// Which server is asked for what is about none of its migrations.
final class AtServer {
  private static final Path USUAL = Path.of(".crossfade", "server");

  @ArgGroup(exclusive = true)
  private @Nullable Choice choice;

  private static final class Choice {
    @Option(
        names = "--state-dir",
        paramLabel = "DIR",
        description = "Where the server's state lies. Default: ./.crossfade/server.")
    private @Nullable Path stateDirectory;

    @ArgGroup(exclusive = false)
    private @Nullable ServerOptions server;
  }

  RemoteAccounts accounts(Engine engine) {
    if (choice != null && choice.server != null) {
      return new RemoteAccounts(choice.server.place(engine), Asker.here());
    }
    Path directory =
        choice == null || choice.stateDirectory == null ? USUAL : choice.stateDirectory;
    return new RemoteAccounts(RunningProcess.in(directory), Asker.here());
  }
}
