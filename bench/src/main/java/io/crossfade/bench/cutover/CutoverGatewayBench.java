package io.crossfade.bench.cutover;

import io.crossfade.bench.Directories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How long applications wait when writes move under them.
@Command(
    name = "cutover-gateway",
    mixinStandardHelpOptions = true,
    description =
        "Gateway: cutover and rollback in turns, under the writes of pgbench, which has to be"
            + " installed.")
public final class CutoverGatewayBench implements Callable<Integer> {
  /// What pgbench does before the switch, and what is left of its time after it.
  private static final Duration BEFORE = Duration.ofSeconds(3);

  private static final int SECONDS = 7;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      split = ",",
      description = "Sessions of pgbench, one measurement for each number. Default: 8,32.")
  private List<Integer> sessions = List.of(8, 32);

  @Option(names = "--rate", paramLabel = "N", description = "Transactions a second. Default: 400.")
  private int rate = 400;

  @Option(names = "--rounds", paramLabel = "N", description = "Switches each. Default: 10.")
  private int rounds = 10;

  @Option(
      names = "--protocol",
      paramLabel = "MODE",
      description = "pgbench's -M: simple, extended or prepared. Default: simple.")
  private String protocol = "simple";

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("crossfade-bench-");
    boolean exact = true;
    try {
      for (int many : sessions) {
        try (Stage stage = new Stage(Files.createDirectory(directory.resolve("" + many)))) {
          exact &= measure(stage, many);
        }
      }
    } finally {
      Directories.delete(directory);
    }
    return exact ? 0 : 1;
  }

  /// Whether nothing failed and nothing was lost.
  private boolean measure(Stage stage, int many) throws Exception {
    // Switches that do not count: before them neither our processes nor pgbench have done it.
    long done = stage.round(load(many), BEFORE).load().done();
    done += stage.round(load(many), BEFORE).load().done();
    double[] pauses = new double[rounds];
    boolean exact = true;
    Map<String, List<Double>> phases = new LinkedHashMap<>();
    for (int i = 0; i < rounds; i++) {
      Stage.Round round = stage.round(load(many), BEFORE);
      round
          .phases()
          .forEach(
              (phase, millis) -> phases.computeIfAbsent(phase, p -> new ArrayList<>()).add(millis));
      Load.Result load = round.load();
      done += load.done();
      boolean ours = load.failed() == 0 && stage.history() == done;
      exact &= ours;
      pauses[i] = load.longest();
      System.out.printf(
          Locale.ROOT,
          "%2d sessions, to %s: pause %5.1f ms, held %5.1f ms; usually %4.1f ms (median), %5.1f ms"
              + " (99 of 100); %d transactions, %d failed, history %s%n",
          many,
          round.to(),
          load.longest(),
          round.heldMillis(),
          load.median(),
          load.most(),
          load.done(),
          load.failed(),
          ours ? "equal" : "NOT EQUAL");
    }
    System.out.printf(
        Locale.ROOT,
        "%2d sessions, %d switches: pause %.1f ms (median), %.1f ms (longest); %s%n",
        many,
        rounds,
        DoubleStream.of(pauses).sorted().skip((rounds - 1) / 2).findFirst().orElse(0),
        DoubleStream.of(pauses).max().orElse(0),
        exact ? "nothing failed, nothing lost" : "NOT EXACT");
    System.out.println(
        "   the engine's part, medians: "
            + phases.entrySet().stream()
                .map(phase ->
                    String.format(Locale.ROOT, "%s %.1f", phase.getKey(), median(phase.getValue())))
                .collect(Collectors.joining(", ")));
    return exact;
  }

  private static double median(List<Double> millis) {
    return millis.stream().sorted().skip((millis.size() - 1) / 2).findFirst().orElse(0.0);
  }

  private Load load(int many) {
    return new Load(protocol, many, rate, SECONDS);
  }
}
