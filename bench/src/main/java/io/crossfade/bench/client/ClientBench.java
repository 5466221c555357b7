package io.crossfade.bench.client;

import io.crossfade.bench.Directories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What the client costs: a decision, a read, a write.
@Command(
    name = "client",
    mixinStandardHelpOptions = true,
    description =
        "Client: routing decisions (JMH), and reads and writes of real databases with it and"
            + " without it.")
public final class ClientBench implements Callable<Integer> {
  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds in which each way has its turn. Default: 20.")
  private int rounds = 20;

  @Option(names = "--each", paramLabel = "N", description = "Operations of a turn. Default: 500.")
  private int each = 500;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = {
        "Operations a second of the second run, in which there is time between two of them and a"
            + " write takes a millisecond.",
        "Default: 200."
      })
  private int rate = 200;

  @Option(names = "--seconds", paramLabel = "N", description = "For each decision. Default: 5.")
  private int seconds = 5;

  @Override
  public Integer call() throws Exception {
    lines().forEach(System.out::println);
    return 0;
  }

  List<String> lines() throws Exception {
    List<String> lines = new ArrayList<>(decisions(1));
    lines.addAll(decisions(2));
    Path directory = Files.createTempDirectory("crossfade-bench-");
    try (Shop shop = new Shop(directory)) {
      DatabaseCost cost = new DatabaseCost(shop, rounds, each);
      cost.prepareWrites();
      for (Load load : List.of(Load.FULL, Load.steady(rate))) {
        lines.addAll(cost.reads(load));
        lines.addAll(cost.writes(load));
      }
    } finally {
      Directories.delete(directory);
    }
    return lines;
  }

  private List<String> decisions(int threads) throws Exception {
    List<String> lines = new ArrayList<>();
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(Decisions.class.getName() + "\\.")
                    .forks(1)
                    .threads(threads)
                    .warmupIterations(2)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(seconds)
                    .measurementTime(TimeValue.seconds(1))
                    .addProfiler(GCProfiler.class)
                    .jvmArgsAppend("-XX:-UsePerfData")
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run()) {
      lines.add(line(result, threads));
    }
    return lines;
  }

  private static String line(RunResult result, int threads) {
    double nanos = result.getPrimaryResult().getScore();
    double bytes =
        Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore();
    String name = result.getPrimaryResult().getLabel();
    return String.format(
        Locale.ROOT,
        "%-44s %8.1f ns (± %.1f) %8.3f B/op  %d thread%s",
        name,
        nanos,
        result.getPrimaryResult().getScoreError(),
        bytes,
        threads,
        threads == 1 ? "" : "s");
  }
}
