package io.crossfade.cli;

import io.crossfade.cli.process.Serving;
import io.crossfade.cli.process.StopSignal;
import io.crossfade.server.configuration.ServerConfiguration;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "server",
    description = {
      "Carries many migrations on, begun by giving it their manifests over HTTP: see"
          + " docs/server.md.",
      "It listens on this machine only. Several on one control store share the migrations out. It"
          + " may be stopped or killed at any moment: the same command goes on with all of them."
    })
final class ServerCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "What is to be other than by default, in YAML: see docs/server.md.")
  private @Nullable Path configuration;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Where to listen, whatever the configuration says; 0 for a free port. Default: 7400.")
  private @Nullable Integer port;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = ".crossfade/server",
      description = "Where the state of all its migrations lies. Default: ./${DEFAULT-VALUE}.")
  private Path stateDirectory;

  @Option(
      names = "--no-gateway",
      description = "Start no gateways in this process, though manifests have some.")
  private boolean withoutGateways;

  ServerCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Serving serving = Serving.start(stateDirectory, configuration(), !withoutGateways);
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

  private ServerConfiguration configuration() {
    ServerConfiguration said =
        configuration == null
            ? ServerConfiguration.DEFAULT
            : ServerConfiguration.read(configuration);
    return port == null ? said : said.on(port);
  }
}
