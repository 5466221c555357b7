package io.crossfade.cli;

import io.crossfade.cli.process.Serving;
import io.crossfade.cli.process.StopSignal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "server",
    description = {
      "Carries many migrations on, begun by giving it their manifests over HTTP: see docs/server.md.",
      "It listens on this machine only. It may be stopped or killed at any moment: the same command goes on with all"
          + " of them."
    })
final class ServerCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "7400",
      description = "Where to listen; 0 for a free port. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = ".crossfade/server",
      description = "Where the state of all its migrations lies. Default: ./${DEFAULT-VALUE}.")
  private Path stateDirectory;

  ServerCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Serving serving = Serving.start(stateDirectory, port);
        StopSignal signal = StopSignal.closes(serving)) {
      context
          .terminal()
          .err()
          .println(
              "crossfade: serving on %s; its token lies in %s"
                  .formatted(serving.address(), serving.token()));
      serving.awaitEnd();
      signal.hasNotCome();
    }
    return ExitCode.OK.number();
  }
}
