package io.crossfade.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Few rows, once: the numbers say nothing, but each contestant still ends with the right rows.
class BenchIT {
  private static final int ROWS = 1_000;

  @TempDir private Path out;

  @Test
  void everyBenchmarkRunsToItsEnd() throws Exception {
    Peers peers = Peers.find(false);
    try (Servers servers = Servers.start(peers)) {
      Arena arena = new Arena(servers, peers, ROWS, 0, 1);
      for (BenchCommand command : commands(peers)) {
        for (Outcome outcome : command.run(arena)) {
          assertThat(outcome.times()).isNotEmpty().allMatch(t -> t.median(Measured::seconds) > 0);
          assertThat(OutcomeText.of(outcome)).contains("ours", outcome.name());
          assertThat(Files.readString(OutcomeJson.write(outcome, out))).contains("\"ratios\"");
        }
      }
    }
  }

  private static List<BenchCommand> commands(Peers peers) {
    List<BenchCommand> commands =
        new ArrayList<>(
            List.of(
                new CopyBench(),
                new ReadBench(),
                new ApplyBench(),
                new CompareBench(),
                new MySqlReadBench(),
                new MySqlCompareBench()));
    if (peers.have("pgbench")) {
      GatewayBench gateway = new GatewayBench();
      new CommandLine(gateway)
          .parseArgs("--seconds=1", "--clients=2", "--protocols=extended", "--kinds=SELECT");
      commands.add(gateway);
    }
    return commands;
  }
}
