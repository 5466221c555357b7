package io.crossfade.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What those that have peers share: options, servers, and what becomes of the result. Ends with 0
/// whether a goal is met or not: the table says it.
abstract class BenchCommand implements Callable<Integer> {
  private static final int DISCARDED = 1;

  @Option(names = "--rows", paramLabel = "N", description = "How many rows. Default: 1000000.")
  private long rows = 1_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each is measured, after one round that does not count. Default: 5.")
  private int rounds = 5;

  @Option(
      names = "--out",
      paramLabel = "DIRECTORY",
      description = "Where the result is written as JSON. Default: target/bench.")
  private Path out = Path.of("target", "bench");

  @Option(
      names = "--no-install",
      description = "Leave out peers that are not installed, instead of asking apt-get for them.")
  private boolean noInstall;

  @Override
  public final Integer call() throws Exception {
    requireDirectory();
    Peers peers = Peers.find(!noInstall);
    try (Servers servers = Servers.start(peers)) {
      for (Outcome outcome : run(new Arena(servers, peers, rows, DISCARDED, rounds))) {
        System.out.print(OutcomeText.of(outcome));
        System.out.println("written to " + OutcomeJson.write(outcome, out));
      }
    }
    return 0;
  }

  /// Before anything is measured.
  private void requireDirectory() {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--out %s is no directory and cannot be made one (%s); name another"
              .formatted(out, e.getClass().getSimpleName()),
          e);
    }
  }

  abstract List<Outcome> run(Arena arena) throws Exception;
}
