package io.crossfade.bench;

import io.crossfade.bench.all.AllBenches;
import io.crossfade.bench.client.ClientBench;
import io.crossfade.bench.cutover.CutoverGatewayBench;
import io.crossfade.bench.scale.ScaleBench;
import io.crossfade.bench.server.ServerBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `crossfade bench`.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = {
      CopyBench.class,
      MySqlCopyBench.class,
      ReadBench.class,
      ApplyBench.class,
      MySqlApplyBench.class,
      CompareBench.class,
      MySqlCompareBench.class,
      MySqlReadBench.class,
      ServerBench.class,
      ClientBench.class,
      GatewayBench.class,
      CutoverGatewayBench.class,
      ScaleBench.class,
      AllBenches.class
    },
    description = {
      "Measures Crossfade beside the tools that one would take instead, in turns, on the same rows"
          + " and servers.",
      "What is measured and how: docs/benchmarks.md. Wants a machine that does nothing else."
    })
public final class Bench implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what: " + String.join(", ", spec.subcommands().keySet()));
  }

  public static void main(String[] args) {
    CommandLine bench = new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(bench.execute(args));
  }
}
